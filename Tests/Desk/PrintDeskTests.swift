import Errands
import Foundation
import Office
import Slips
import TestSupport
import Testing

@testable import Desk

@Suite("The print desk: one thing after the other at the printer", .timeLimit(.minutes(10)))
struct PrintDeskTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("desk") }

    @Test("B11 nothing prints beside a question, and nothing is asked beside a job")
    func exclusive()
        throws
    {
        var bench = try DeskBench(in: folder.path)
        _ = bench.desk.routine()
        guard case .ask? = bench.next() else {
            Issue.record("the printer is not asked")
            return
        }
        _ = try bench.issue()
        #expect(bench.next() == nil, "the question has no answer yet")
        bench.take(.printer(.condition(.ready, warnings: nil)))
        guard case .print? = bench.next() else {
            Issue.record("the slip has its turn")
            return
        }
        let asked = try bench.askPrinter()
        _ = bench.desk.routine()
        #expect(bench.next() == nil, "the job has not ended")
        bench.take(.printer(.ended(.printed, millimetres: 100)))
        #expect(bench.ends[asked] == nil)
        try bench.step {
            if case .ask = $0 { .condition(.paperLow, warnings: ["one"]) } else { nil }
        }
        #expect(bench.ends[asked] == .looked && bench.desk.prints.condition == .paperLow)
        #expect(bench.desk.prints.warnings == ["one"] && bench.next() == nil)
    }

    @Test("B2 who asks while the printer is asked hears how it is afterwards") func askedTwice()
        throws
    {
        var bench = try DeskBench(in: folder.path)
        let ids = try (0..<3).map { _ in try bench.askPrinter() }
        for (index, condition) in [PrinterCondition.ready, .coverOpen, .offline].enumerated() {
            try bench.step {
                if case .ask = $0 { .condition(condition, warnings: nil) } else { nil }
            }
            #expect(Set(bench.ends.keys) == Set(ids[...index]))
        }
        #expect(bench.desk.prints.condition == .offline)
    }

    @Test("B3 leftovers are cancelled before the first slip, and again after CUPS was away")
    func leftovers() throws {
        var bench = try DeskBench(in: folder.path)
        func cancel(_ count: Int?) throws {
            try bench.step { if case .cancelLeftovers = $0 { .leftovers(count) } else { nil } }
        }
        bench.look(.cupsAbsent)
        #expect(bench.next() == nil, "there is nobody to ask")
        bench.look(.stopped)
        try cancel(nil)
        bench.look(.ready)
        try cancel(nil)
        // CUPS hung: it is asked again before anything prints, and the slip waits no longer.
        _ = try bench.issue()
        try cancel(nil)
        #expect(try bench.print(.printed) == "loket-test1-1-1")
        bench.look(.ready)
        try cancel(2)
        bench.look(.ready)
        #expect(bench.next() == nil)
    }

    @Test("B3 a queue is resumed before what waits in it, and looked at before anybody hears of it")
    func resume() throws {
        var bench = try DeskBench(in: folder.path)
        _ = try bench.issue()
        let resumed = try bench.resumeQueue()
        try bench.step { if case .resume(resumed) = $0 { .resumed } else { nil } }
        #expect(bench.ends[resumed] == nil)
        try bench.step { if case .ask = $0 { .condition(.ready, warnings: []) } else { nil } }
        #expect(bench.ends[resumed] == .looked)
        _ = try bench.print(.printed)
    }

    @Test(
        "B1 B11 what surely did not come out is printed anew, unmarked, while its visitor reads so")
    func retry() throws {
        var bench = try DeskBench(in: folder.path)
        let id = try bench.issue()
        bench.take(.effect(.shown(id)))
        for attempt in 1...PrintDesk.maximumAttempts {
            #expect(try bench.print(.notPrinted("no cable")) == "loket-test1-1-\(attempt)")
            try bench.step {
                if case .ask = $0 { .condition(.offline, warnings: nil) } else { nil }
            }
            bench.look(.offline)
            #expect(bench.next() == nil, "it is not tried while the printer can't print")
            bench.look(.ready)
            try bench.step { if case .askScreen([id]) = $0 { .sights([id: .failed]) } else { nil } }
        }
        #expect(bench.next() == nil, "a person has to look")
        #expect(try bench.ticket(id).reprints == 0 && bench.ticket(id).state == .waiting)
    }

    @Test(
        "B11 nobody waits any more: nothing prints by itself",
        arguments: [
            UnprintedSight.gone, .stillPrinting,
        ])
    func left(sight: UnprintedSight) throws {
        var bench = try DeskBench(in: folder.path)
        let id = try bench.issue()
        _ = try bench.print(.notPrinted("no cable"))
        try bench.step { if case .ask = $0 { .condition(.ready, warnings: nil) } else { nil } }
        bench.look(.ready)
        try bench.step { if case .askScreen = $0 { .sights([id: sight]) } else { nil } }
        #expect(bench.next() == nil)
        #expect(bench.desk.prints.unprinted.isEmpty == (sight == .gone))
    }

    @Test("B1 from unknown nothing prints by itself") func unknown() throws {
        var bench = try DeskBench(in: folder.path)
        let id = try bench.issue()
        _ = try bench.print(.unknown("silence"))
        try bench.step { if case .ask = $0 { .condition(.ready, warnings: nil) } else { nil } }
        bench.look(.ready)
        #expect(bench.next() == nil && bench.desk.prints.unprinted.isEmpty)
        #expect(try bench.ticket(id).paper == .unknown && bench.ticket(id).state == .waiting)
    }

    @Test("B3 an order of more than 120 s is not printed") func late() throws {
        var bench = try DeskBench(in: folder.path)
        _ = try bench.issue()
        bench.moment = bench.moment.advanced(by: PrintOrder.lifetime + .milliseconds(1))
        let step = bench.next()
        guard case .giveUp(.notPrinted("it had waited for more than 120 s"))? = step else {
            Issue.record("\(String(describing: step))")
            return
        }
        bench.take(.printer(.ended(.notPrinted("late"), millimetres: 0)))
        #expect(bench.desk.prints.unprinted.isEmpty)
    }

    @Test("B1 a job that can't be put on record sends nothing") func unsent() throws {
        var bench = try DeskBench(in: folder.path)
        let id = try bench.issue()
        guard case .print? = bench.next() else {
            Issue.record("nothing prints")
            return
        }
        // Its visitor has given the number back meanwhile.
        bench.take(.effect(.giveBack(RequestID(2), id)))
        let outcome = bench.take(.printer(.willSend(job: 1)))
        #expect(outcome.failure != nil && bench.desk.prints.printing != nil)
    }

    @Test("The end of the terminal drops what waits and leaves what prints") func close() throws {
        var bench = try DeskBench(in: folder.path)
        _ = try bench.issue()
        _ = try bench.issue("kk", request: 2)
        guard case .print? = bench.next() else {
            Issue.record("nothing prints")
            return
        }
        #expect(bench.desk.close().count == 1 && bench.desk.prints.printing != nil)
        bench.take(.printer(.ended(.unknown("given up"), millimetres: 100)))
        #expect(bench.next() == nil && !bench.desk.prints.isBusy)
        #expect(bench.desk.askPrinter() == nil)
    }

    @Test("B6 a roll's end that comes and goes before its sensor is told once") func bouncing()
        throws
    {
        var bench = try DeskBench(in: folder.path)
        func see(_ condition: PrinterCondition) -> PrinterCondition {
            bench.take(.printer(.sees(condition)))
            return bench.desk.prints.condition
        }
        #expect(see(.paperLow) == .paperLow)
        for _ in 0..<5 {
            #expect(see(.ready) == .paperLow)
            bench.moment = bench.moment.advanced(by: .seconds(9))
            #expect(see(.paperLow) == .paperLow)
        }
        #expect(see(.ready) == .paperLow)
        bench.moment = bench.moment.advanced(by: PrintDesk.sensorHold)
        #expect(see(.ready) == .ready)
        // A fault is told at once.
        #expect(see(.paperLow) == .paperLow)
        #expect(see(.paperOut) == .paperOut)
        #expect(see(.ready) == .ready)
    }
}
