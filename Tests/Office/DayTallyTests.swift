import Office
import Testing

/// Sums of a day's tickets and times.
@Suite("Tally of a day", .timeLimit(.minutes(1)))
struct DayTallyTests {
    @Test("B11 the sum of the cells is the day, and a time that nobody measured is not 0")
    func sums() {
        var tally = DayTally()
        #expect(tally.sum().given == 0 && tally.sum().waits.average == nil)
        var early = DayTally.Cell()
        early.states = [.done: 2, .noShow: 1]
        early.waits.add(60)
        early.waits.add(120)
        early.services.add(300)
        var late = DayTally.Cell()
        late.states = [.done: 1]
        late.waits.add(600)
        tally.cells[.init(serviceID: "a", hour: 8)] = early
        tally.cells[.init(serviceID: "a", hour: 9)] = late
        tally.cells[.init(serviceID: "b", hour: 9)] = DayTally.Cell()
        let a = tally.sum { $0.serviceID == "a" }
        #expect(a.given == 4 && a.count([.done]) == 3 && a.count([.noShow]) == 1)
        #expect(a.waits.average == 260 && a.waits.longest == 600 && a.services.average == 300)
        let b = tally.sum { $0.serviceID == "b" }
        #expect(b.waits.average == nil && b.waits.longest == nil && b.services.average == nil)
        #expect(tally.sum() == a && tally.services == ["a", "b"])
    }

    @Test("A2 a time that a clock made by being set back is no time") func clock() {
        var times = DayTally.Times()
        for seconds in [-1, -.infinity, .infinity, .nan, 1e300, 1e9] as [Double] {
            times.add(seconds)
        }
        #expect(times.count == 0 && times.average == nil)
        times.add(0)
        #expect(times.average == 0 && times.longest == 0)
    }

    @Test("A3 a day that begins in the afternoon has its morning last") func hours() {
        var tally = DayTally()
        for hour in [0, 5, 22, 23] { tally.cells[.init(serviceID: "a", hour: hour)] = .init() }
        #expect(tally.hours(from: 0) == [0, 5, 22, 23])
        #expect(tally.hours(from: 12) == [22, 23, 0, 5])
    }
}
