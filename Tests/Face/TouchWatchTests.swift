import Geometry
import Testing
import Touch

@testable import Face

@Suite("Touches that no person makes", .timeLimit(.minutes(5)))
struct TouchWatchTests {
    static let place = Point(x: 620, y: 45)
    var watch = TouchWatch(size: Size(width: 1_280, height: 800))

    /// Touches a place for this long. Returns the signs of its down and its up, and the news.
    mutating func touch(
        _ place: Point = place, at uptime: Duration, for duration: Duration = .zero,
        isOnTarget: Bool = false
    ) -> (down: TouchWatch.Sign, up: TouchWatch.Sign, news: HardwareNews?) {
        let down = watch.note(contact(.down, place, uptime), isOnTarget: isOnTarget)
        let up = watch.note(contact(.up, place, uptime + duration), isOnTarget: false)
        #expect(down.1 == nil)
        return (down.0, up.0, up.1)
    }

    private func contact(
        _ phase: ContactEvent.Phase, _ place: Point, _ uptime: Duration, finger: Int = 0
    ) -> ContactEvent {
        ContactEvent(contact: finger, phase: phase, position: place, uptime: uptime)
    }

    /// A panel that touches itself every 12.864 s, so often. Returns the news.
    mutating func ghosts(_ count: Int, from first: Int = 0) -> [HardwareNews] {
        (first..<first + count).compactMap {
            touch(at: .milliseconds(12_864) * $0).news
        }
    }

    @Test("X9 the fifth equal touch names place and period, and no later one is a person")
    mutating func fifth() throws {
        #expect(ghosts(4).isEmpty)
        let news = try #require(ghosts(1, from: 4).first)
        guard case .ghostTouches(let ghosts) = news else {
            Issue.record("\(news)")
            return
        }
        #expect(ghosts.place.position == Self.place && ghosts.period == .milliseconds(12_864))
        #expect(ghosts.advice.contains("620, 45 of 1280 x 800"))
        #expect(ghosts.advice.contains("12.9"))
        let sixth = touch(at: .milliseconds(12_864) * 5)
        #expect(sixth.down == .ghost && sixth.up == .ghost && sixth.news == nil)
    }

    @Test("X9 X15 a finger that went down before the panel was found out is lifted like any other")
    mutating func beside() {
        #expect(ghosts(4).isEmpty)
        let fifth = Duration.milliseconds(12_864) * 4
        let down = watch.note(
            contact(.down, Self.place, fifth, finger: 1), isOnTarget: false)
        #expect(ghosts(1, from: 4).count == 1)
        let up = watch.note(contact(.up, Self.place, fifth, finger: 1), isOnTarget: false)
        #expect(down.0 == .person && up.0 != .ghost)
    }

    @Test("X9 a visitor's touches in between change nothing, and count")
    mutating func between() {
        for index in 0..<8 {
            let news = touch(at: .seconds(10) * index).news
            #expect((news != nil) == (index == 4))
            let visitor = touch(
                Point(x: 300, y: 300), at: .seconds(10) * index + .seconds(3),
                for: .milliseconds(60))
            #expect(visitor.down == .person)
        }
    }

    @Test("X9 a child that taps one place by hand counts: its touches last, or are not even")
    mutating func child() {
        for index in 0..<40 {
            let tap = touch(at: .seconds(1) * index, for: .milliseconds(35))
            #expect(tap.down == .person && tap.news == nil)
        }
        var at = Duration.seconds(100)
        for index in 0..<40 {
            at += .milliseconds(600 + 37 * (index * 7 % 11))
            let tap = touch(at: at)
            #expect(tap.down == .person && tap.news == nil)
        }
    }

    @Test("X9 a touch on a button is never taken for the panel's own") mutating func button() {
        for index in 0..<10 {
            let tap = touch(at: .seconds(5) * index, isOnTarget: true)
            #expect(tap.down == .person && tap.news == nil)
        }
    }

    @Test("X9 a finger that stays at the place is a person, once it is lifted")
    mutating func finger() {
        _ = ghosts(5)
        let tap = touch(at: .seconds(70), for: .milliseconds(90))
        #expect(tap.down == .ghost && tap.up == .person)
    }

    @Test("X9 ten quiet periods, and the panel counts as sound") mutating func quiet() throws {
        _ = ghosts(5)
        let end = try #require(watch.deadline)
        #expect(end == .milliseconds(12_864) * 14)
        #expect(watch.tick(end - .milliseconds(1)) == nil)
        #expect(watch.tick(end) == .ghostTouchesEnded)
        #expect(watch.deadline == nil)
        #expect(touch(at: end + .seconds(1)).down == .person)
    }

    @Test("X15 a contact that lasts a minute is reported once, and so is its end")
    mutating func held() {
        _ = watch.note(contact(.down, Self.place, .seconds(5)), isOnTarget: false)
        #expect(watch.deadline == .seconds(65))
        #expect(watch.tick(.seconds(64)) == nil)
        guard case .touchHeld(let place)? = watch.tick(.seconds(65)) else {
            Issue.record("nothing was reported")
            return
        }
        #expect(place.heldAdvice.contains("620, 45"))
        #expect(watch.tick(.seconds(500)) == nil)
        let up = watch.note(contact(.up, Self.place, .seconds(600)), isOnTarget: false)
        #expect(up.1 == .touchReleased)
        #expect(watch.deadline == nil)
    }
}
