import Foundation
import Testing

@testable import Office

@Suite("Office: times that a technician writes", .timeLimit(.minutes(1)))
struct ClockTimeTests {
    private let zone = TimeZone(identifier: "Asia/Makassar") ?? .gmt

    @Test(
        "L8 a time without a zone is the office's, with one it is what it says",
        arguments: [
            "2026-11-23 09:41", "2026-11-23 09:41:00", "2026-11-23T09:41", "2026-11-23T01:41:00Z",
            "2026-11-23T09:41:00+08:00",
        ])
    func moments(text: String) {
        #expect(
            ClockTime.moment(text, in: zone) == Date(timeIntervalSince1970: 1_795_398_060))
    }

    @Test(
        "L8 what is no time is none, so that no clock is set by it",
        arguments: [
            "", "now", "09:41", "2026-11-23", "2026-02-30 09:41", "2026-11-23 9:41",
            "2026-11-23 24:00", "2026-11-23 09:60", "2026-11-23 09:41:60", "2026-11-23 09:41 x",
            "2026-11-23 09:-1", "2026-11-23 09:41:",
        ])
    func none(text: String) {
        #expect(ClockTime.moment(text, in: zone) == nil)
    }
}
