import Foundation
import Office
import Testing

@testable import Settings

/// Values that count as they are written.
@Suite("Words of settings", .timeLimit(.minutes(5)))
struct WordTests {
    private func settings(_ lines: String) throws -> Loaded<KioskSettings> {
        let folder = try SettingsFolder()
        try folder.write(
            "kiosk.yaml", "terminal: t1\noffice: {name: Kantor, timezone: Asia/Makassar}\n" + lines)
        return folder.settings()
    }

    static let numbers: [(line: String, value: Int?)] = [
        ("page: {port: 010631}", 10_631), ("page: {port: 030}", 30), ("page: {port: +8631}", 8631),
        ("page: {port: 0o17}", nil), ("page: {port: 0x1F}", nil), ("page: {port: 0b11}", nil),
        ("page: {port: 1:30}", nil), ("page: {port: 1_000}", nil), ("page: {port: 1e3}", nil),
        ("page: {port: 30.0}", nil), ("page: {port: '30'}", nil), ("page: {port: 30 s}", nil),
        ("page: {port: 99999}", nil), ("page: {port: 99999999999999999999}", nil),
        ("page: {port: -1}", nil), ("page: {port: !!int 010}", 10), ("page: {port: ٣٠}", nil),
    ]

    @Test("X3 J1 a whole number is what its decimal digits say, or is refused", arguments: numbers)
    func wholeNumber(_ line: String, _ value: Int?) throws {
        let loaded = try settings(line)
        #expect(loaded.value?.page.port == value)
        #expect(loaded.errors.map(\.field) == (value == nil ? ["page.port"] : []))
    }

    static let decimals: [(word: String, value: Double?)] = [
        ("012.5", 12.5), ("12.5", 12.5), ("1.2e1", 12), (".5", 0.5), ("12,5", nil), ("0:12.5", nil),
        (".inf", nil), (".nan", nil), ("1_2", nil), ("0x1p3", nil), ("inf", nil), ("1e999", nil),
    ]

    @Test("X3 J1 a number with a point is what is written, or is refused", arguments: decimals)
    func decimal(_ word: String, _ value: Double?) throws {
        let loaded = try settings("touch: {slopMillimetres: \(word)}")
        #expect(loaded.value?.touch.slopMillimetres == value)
        #expect(loaded.errors.count == (value == nil ? 1 : 0))
    }

    @Test(
        "X3 J1 yes and no are answers where one is asked for, and texts elsewhere",
        arguments: [("yes", true), ("No", false), ("on", true), ("OFF", false), ("true", true)])
    func answers(_ word: String, _ value: Bool) throws {
        let loaded = try settings("lowReach: \(word)\nlanguages: [\(word)]\n")
        #expect(loaded.value?.lowReach == value)
        #expect(loaded.value?.languages == [word])
        #expect(try settings("lowReach: '\(word)'").errors.map(\.field) == ["lowReach"])
    }

    @Test("X3 J1 a time has two digits of minutes, as 8:5 could be either of two")
    func times() throws {
        #expect(try settings("dayStart: 04:00").value?.dayStartMinute == 240)
        for word in ["4:5", "+4:00", "4", "04:60", "24:00", "4:005"] {
            #expect(try settings("dayStart: '\(word)'").errors.map(\.field) == ["dayStart"])
        }
        for word in ["08:00-15:0", "8:0-15:00", "08:00 15:00", "08:00--15:00", "24:00-25:00"] {
            let loaded = try settings("hours: {monday: \(word)}")
            #expect(loaded.errors.map(\.field) == ["hours.monday"], "\(word)")
        }
    }

    @Test("X3 X4 J1 hours over midnight are read, and hours the wrong way round are not")
    func overMidnight() throws {
        for (word, to) in [("22:00-06:00", 1_800), ("22:00-24:00", 1_440), ("22:00-00:00", 1_440)] {
            let hours = try settings("hours: {monday: \(word)}").value?.hours.week[1]
            #expect(hours == .init(from: 1_320, to: to))
        }
        for word in ["15:00-08:00", "08:00-08:00", "00:00-00:00"] {
            #expect(
                try settings("hours: {monday: \(word)}").errors.map(\.field) == ["hours.monday"])
        }
    }

    @Test("X4 A3 an office that never closes is to say when its day changes")
    func dayChange() throws {
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let hours = "hours: {\(week.map { "\($0): 00:00-24:00" }.joined(separator: ", "))}\n"
        let loaded = try settings(hours)
        #expect(loaded.errors == [])
        #expect(loaded.problems.map(\.field) == ["dayStart"])
        #expect(try settings(hours + "dayStart: \"04:00\"\n").problems == [])
        #expect(try settings("hours: {monday: 00:00-24:00}").problems == [])
    }

    @Test("X4 J1 a break outside the hours of its day is named")
    func breaks() throws {
        let hours = "hours: {monday: 22:00-06:00, tuesday: 08:00-12:00, breaks: {"
        for good in ["monday: [01:00-02:00]", "monday: [23:30-00:30]", "tuesday: [09:00-10:00]"] {
            #expect(try settings(hours + good + "}}").problems == [], "\(good)")
        }
        for bad in ["tuesday: [12:00-13:00]", "sunday: [12:00-13:00]", "monday: [07:00-08:00]"] {
            let loaded = try settings(hours + bad + "}}")
            #expect(loaded.problems.map(\.severity) == [.warning], "\(bad)")
        }
    }

    @Test("J1 aliases are read, up to a limit that keeps them from multiplying without end")
    func aliases() throws {
        let hours = "hours: {monday: &h 08:00-15:00, tuesday: *h, wednesday: *h, thursday: *h}"
        #expect(try settings(hours).value?.hours.week[4] == .init(from: 480, to: 900))
        var bomb = "a0: &a0 [x, y]\n"
        for level in 1...9 {
            bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n"
        }
        let loaded = try settings(bomb + "? *a9\n: x\n")
        #expect(loaded.value == nil)
        #expect(loaded.errors.first?.message.contains("more aliases (*name) than 16") == true)
        // A star in a text is none.
        let stars = (0...20).map { "*bintang\($0)" }.joined(separator: " ")
        let text = "office: {name: 'Kantor \(stars)', timezone: Asia/Makassar}\n"
        let folder = try SettingsFolder()
        try folder.write("kiosk.yaml", "terminal: t1\n" + text)
        #expect(folder.settings().problems == [])
    }

    @Test("J1 lists in lists without end are refused", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(_ opening: String) throws {
        let loaded = try settings("languages:\n  \(String(repeating: opening, count: 50_000))\n")
        #expect(loaded.value == nil && !loaded.errors.isEmpty)
    }
}
