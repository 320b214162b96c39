import Errands
import Office
import Records
import Settings
import TestSupport
import Testing

@testable import Desk

/// The turn of the day under clocks that are wrong for a while.
@Suite("The desk: the turn of the day", .timeLimit(.minutes(10)))
struct DayDeskTests {
    @Test("A3 a clock that ran a day ahead and was set right does not keep a ticket beyond its day")
    func ahead() throws {
        let folder = try TemporaryFolder("day")
        var bench = try DeskBench(in: folder.path) { $0.settings.hours.isForcedOpen = false }
        let today = bench.moment
        // The clock runs ahead, without a ticket meanwhile, and a time server sets it right.
        bench.moment = today.advanced(by: .seconds(86_400))
        bench.look(.ready)
        bench.moment = Moment(wall: today.wall, uptime: bench.moment.uptime)
        let id = try bench.issue()
        bench.take(.effect(.shown(id)))
        #expect(try bench.ticket(id).state == .waiting)
        bench.look(.ready)
        #expect(try bench.ticket(id).state == .waiting)
        bench.moment = bench.moment.advanced(by: .seconds(86_400))
        bench.look(.ready)
        #expect(try bench.ticket(id).state == .expired)
        bench.records.close()
    }
}
