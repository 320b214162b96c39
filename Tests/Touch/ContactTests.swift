import Geometry
import Testing
import Touch

@Suite("T28 T30 T37 Contacts that end oddly", .timeLimit(.minutes(5)))
struct ContactTests {
    var glass = Glass()

    @Test("T30 a cancelled contact fires nothing and leaves nothing pressed")
    mutating func cancel() {
        _ = glass.down(Glass.ticket)
        #expect(glass.cancel(Glass.ticket) == [.released("ticket")])
        #expect(glass.up(Glass.ticket) == [])
        #expect(
            glass.down(Glass.beside) + glass.cancel(Glass.beside) == [
                .missed(Glass.beside), .missEnded,
            ])
        #expect(!glass.tracker.isTouched)
    }

    @Test("T30 when the device is gone no finger fires and none is left")
    mutating func cancelAll() {
        _ = glass.down(Glass.q, 0)
        _ = glass.down(Glass.backspace, 1)
        #expect(glass.tracker.cancelAll() == [.released("backspace")])
        #expect(!glass.tracker.isTouched)
        #expect(glass.tracker.deadline == nil)
        #expect(glass.wait(5_000) == [])
        #expect(glass.up(Glass.q, 0) + glass.up(Glass.backspace, 1) == [])
        #expect(glass.down(Glass.ticket, 0) == [.pressed("ticket")])
    }

    @Test("T27 a contact that goes down again without an up ends the old press unfired")
    mutating func reusedContact() {
        _ = glass.down(Glass.ticket)
        _ = glass.wait(500)
        #expect(glass.down(Glass.survey) == [.released("ticket"), .pressed("survey")])
        #expect(glass.up(Glass.survey) == [.released("survey"), .tapped("survey")])
    }

    @Test("T27 moves and ups of contacts that never went down are nothing")
    mutating func unknownContact() {
        #expect(glass.move(Glass.ticket, 7) == [])
        #expect(glass.up(Glass.ticket, 7) == [])
        #expect(glass.cancel(Glass.ticket, 7) == [])
    }

    @Test("T28 the eleventh contact is ignored and takes no other's place")
    mutating func tooMany() {
        _ = glass.down(Glass.ticket, 0)
        for contact in 1..<TapTracker<String>.maximumContacts {
            #expect(glass.down(Glass.survey, contact) == [])
        }
        for contact in [10, 11, 99, -1, Int.max] {
            #expect(glass.down(Glass.survey, contact) == [])
            #expect(glass.move(Glass.ticket, contact) == [])
            #expect(glass.up(Glass.ticket, contact) == [])
        }
        #expect(glass.up(Glass.ticket, 0).taps == ["ticket"])
        for contact in 1..<TapTracker<String>.maximumContacts {
            #expect(glass.up(Glass.survey, contact) == [])
        }
        #expect(!glass.tracker.isTouched)
    }

    @Test("T29 a finger that goes up without a move goes up where it says")
    mutating func lastPosition() {
        _ = glass.down(Glass.survey)
        #expect(glass.up(Glass.survey).taps == ["survey"])
        _ = glass.wait(1_000)
        _ = glass.down(Glass.q)
        // A key follows the position of the up event, not only of the last move.
        #expect(glass.up(Glass.w).taps == ["w"])
    }

    @Test(
        "T37 a second down within 80 ms and 3 mm of the last up is the same tap",
        arguments: [
            (0, 0, false), (79, 0, false), (80, 0, true), (79, 30, false), (79, 31, true),
            (0, 31, true),
        ])
    func debounce(milliseconds: Int, pixels: Int, counts: Bool) {
        var glass = Glass()
        _ = glass.down(Glass.ticket) + glass.up(Glass.ticket)
        _ = glass.wait(milliseconds)
        let place = Point(x: Glass.ticket.x + pixels, y: Glass.ticket.y)
        let outputs = glass.down(place) + glass.up(place)
        #expect(outputs.taps == (counts ? ["ticket"] : []))
        #expect(!glass.tracker.isTouched)
    }

    @Test("T37 three millimetres are three aslant too")
    mutating func debounceAslant() {
        _ = glass.down(Glass.ticket) + glass.up(Glass.ticket)
        // 18 and 24 are at a distance of 30; 22 and 22 are farther than 31.
        let near = Point(x: Glass.ticket.x + 18, y: Glass.ticket.y + 24)
        #expect(glass.down(near) + glass.up(near) == [])
        let far = Point(x: near.x + 22, y: near.y + 22)
        #expect(glass.down(far) == [.pressed("ticket")])
    }

    @Test("T37 keys bounce as buttons do")
    mutating func keysBounce() {
        _ = glass.down(Glass.q) + glass.up(Glass.q)
        _ = glass.wait(30)
        #expect(glass.down(Glass.q) + glass.up(Glass.q) == [])
        _ = glass.wait(80)
        #expect((glass.down(Glass.q) + glass.up(Glass.q)).taps == ["q"])
    }

    @Test("T37 a debounce of 0 is off")
    func debounceOff() {
        var glass = Glass(
            settings: TouchSettings(slopPixels: 120, debounce: .zero, debouncePixels: 30))
        for _ in 0..<3 {
            #expect((glass.down(Glass.ticket) + glass.up(Glass.ticket)).taps == ["ticket"])
        }
    }

    @Test("T37 the defaults are 80 ms and 3 mm")
    func defaults() {
        let settings = TouchSettings(panel: .small)
        #expect(settings.debounce == .milliseconds(80))
        #expect(settings.debouncePixels == Panel.small.pixels(3))
        #expect(settings.firstRepeat == .milliseconds(400))
        #expect(settings.nextRepeats == .milliseconds(100))
    }
}
