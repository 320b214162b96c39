import Geometry
import Glibc
import Testing

@testable import Display

@Suite("T15 T18 Cards that others want, monitors that come and go", .timeLimit(.minutes(5)))
struct KMSPlugTests {
    @Test("T18 leaving waits for the flip, gives the card up, and draws all of it afterwards")
    func pausing() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        try bench.paint(2)
        bench.card.comesWhileWaiting = true
        bench.display.pause()
        #expect(bench.isShown && !bench.card.isMaster && bench.card.pending == nil)
        #expect(bench.serve() == [.presented])
        bench.card.calls = []
        try bench.paint(3)
        #expect(bench.serve() == [] && bench.card.calls.isEmpty)
        bench.display.resume()
        #expect(bench.card.isMaster)
        #expect(bench.serve() == [.changed, .presented])
        #expect(bench.isShown && bench.card.modeCount == 2)
    }

    @Test("T18 leaving waits one second at most")
    func pausingLimit() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        try bench.paint(2)
        let before = bench.card.time
        bench.display.pause()
        #expect(bench.card.time - before == KMSDisplay.flipLimit && !bench.card.isMaster)
    }

    @Test("T18 a card that another still has is asked for each second")
    func resumingLater() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        bench.display.pause()
        bench.card.failures["becomeMaster"] = EACCES
        bench.display.resume()
        #expect(bench.serve() == [])
        #expect(bench.display.deadline == bench.card.time + KMSDisplay.refusedPause)
        bench.card.failures = [:]
        bench.card.time += KMSDisplay.refusedPause
        #expect(bench.serve() == [.changed, .presented])
        #expect(bench.log.count == 1)
    }

    @Test("T15 a cable pulled loses the display; one out and in again has its mode set anew")
    func plug() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        bench.display.checkPlug()
        #expect(bench.serve() == [.presented])
        #expect(bench.card.modeCount == 2 && bench.isShown)
        bench.card.sockets = [FakeCard.socket(isConnected: false)]
        bench.display.checkPlug()
        #expect(
            bench.display.service(at: bench.card.time)
                == .lost(.init(device: "/dev/dri/card1", message: "HDMI-A-1 was unplugged.")))
    }

    @Test("T15 a cable pulled without a word of the driver is noticed within two seconds")
    func silentPlug() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        bench.card.sockets = [FakeCard.socket(isConnected: false)]
        #expect(bench.serve() == [])
        bench.card.time = try #require(bench.display.deadline)
        guard case .lost = bench.display.service(at: bench.card.time) else {
            Issue.record("not lost")
            return
        }
    }

    @Test("T47 looking at the connector draws nothing")
    func quietLook() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        bench.card.calls = []
        for _ in 0..<5 {
            let due = try #require(bench.display.deadline)
            #expect(due - bench.card.time >= .seconds(1))
            bench.card.time = due
            #expect(bench.serve() == [])
        }
        #expect(Set(bench.card.calls) == ["isConnected", "finishedFlips"])
    }

    @Test("T15 another monitor on the connector is another display")
    func otherMonitor() throws {
        let bench = try KMSBench()
        bench.card.sockets = [FakeCard.socket(modes: [FakeCard.mode(32, 20, preferred: true)])]
        bench.display.checkPlug()
        guard case .lost = bench.display.service(at: bench.card.time) else {
            Issue.record("not lost")
            return
        }
    }
}
