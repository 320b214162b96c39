import Display
import Errands
import Geometry
import PanelModel
import Screens
import Testing
import Touch

@testable import Face

@Suite("T40 Calibration: who may not", .timeLimit(.minutes(10)))
struct CalibrationRefusalTests {
    @Test("T40 refused with one sentence each, and nothing begins") func refusals() throws {
        func refusal(
            _ bench: Bench, points: Int = 5, device: String? = nil
        ) throws -> TouchscreenRefused? {
            let answer = try bench.begin(points, device: device)
            guard case .failure(let refused) = answer else { return nil }
            #expect(!bench.input.deliversRaw && bench.core.screenName != "calibrate")
            #expect(refused.description.hasSuffix("."))
            return refused
        }
        let bench = try Bench()
        #expect(try refusal(bench, points: 4) == .wrongCount(4))
        #expect(try refusal(try Bench(hasInput: false)) == .noInput)

        // The screen is in use: first by a contact, then by a visitor who searches.
        let search = try #require(bench.core.targets.first { $0.id == .showSearch })
        for (phase, expected) in [
            (ContactEvent.Phase.down, TouchscreenRefused.visitor), (.up, .visitor),
        ] {
            let contact = ContactEvent(
                contact: 0, phase: phase, position: search.frame.center, uptime: bench.now)
            bench.wait(.milliseconds(100), [.contact(contact)])
            #expect(try refusal(bench) == expected)
        }
        bench.wait(.milliseconds(100), [.event(.cleaning)])
        #expect(try refusal(bench) == .visitor)

        let second = DeviceIdentity(vendor: 0x1234, product: 2, name: "second")
        let both = try Bench()
        both.input.devices.append(
            DeviceSummary(
                path: "/dev/input/event9", identity: second, score: 5,
                reason: "Another serves better."))
        guard case .severalTouchscreens(let names)? = try refusal(both) else {
            Issue.record("one of two was taken unasked")
            return
        }
        #expect(names.count == 2 && names[1].contains("1234:0002"))
        for wanted in ["second", "1234:0002", "/dev/input/event9", "third"] {
            guard case .notInUse(wanted, _)? = try refusal(both, device: wanted) else {
                Issue.record("\(wanted) was taken")
                continue
            }
        }
        for (id, wanted) in ["eGalax", "0eef:0001", "/dev/input/event3"].enumerated() {
            let bench = try Bench()
            bench.input.devices = both.input.devices
            #expect(try bench.begin(device: wanted).get().id == 1, "\(id)")
        }
    }
}
