import Foundation
import Kernel
import TestSupport
import Testing
import Touch

@Suite("T24 T30 T31 Devices and calls that fail", .timeLimit(.minutes(5)))
struct FailingDeviceTests {
    let kernel: FakeKernel

    init() throws {
        kernel = try FakeKernel()
    }

    @Test("T24 a panel without a range is refused with a line in the log")
    func noRange() throws {
        var broken = DeviceDescription.panel("Broken")
        for code in broken.axes.keys { broken.axes[code] = AxisRange(minimum: 3, maximum: 3) }
        broken.axes[AxisCode.slot] = AxisRange(minimum: 0, maximum: 9)
        try kernel.plug(0, broken)
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero) == [])
        #expect(kernel.notices.map(\.event) == [.noRange])
        #expect(kernel.notices.first?.description.contains("from 3 to 3") == true)
    }

    @Test("T30 a device that fails is cancelled, tried again, and never in a loop")
    func failing() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        panel.send([.id(1), .x(5), .y(6), .report])
        _ = devices.read(at: .zero)
        panel.errors["read"] = EIO
        panel.send([.x(6)])
        #expect(
            devices.read(at: .zero).texts == [
                "contact 0 cancel 5 6",
                "detached Panel as touchscreen: failed (Input/output error)",
            ])
        // The device returns and fails again, and each wait is longer.
        var times: [Duration] = []
        var now = Duration.zero
        while now < .seconds(29), let deadline = devices.deadline {
            now = deadline
            times.append(now)
            _ = devices.read(at: now)
            panel.send([.report])
            _ = devices.read(at: now)
        }
        #expect(times.first == .milliseconds(100))
        #expect(times.count < 10)
        panel.errors = [:]
        now = devices.deadline ?? now
        #expect(devices.read(at: now).texts == ["attached Panel as touchscreen"])
    }

    @Test(
        "T31 calls that fail leave no descriptor and no half-open device",
        arguments: [
            ("grab", EIO, true), ("grab", ENODEV, false), ("resync", EIO, false),
            ("resync", ENODEV, false), ("clock", ENODEV, false), ("clock", EINVAL, true),
        ])
    func failingCalls(call: String, code: Int32, works: Bool) throws {
        let panel = try kernel.plug(0, .panel())
        panel.errors[call] = code
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        #expect(devices.hasTouchscreen == works)
        #expect(panel.openNodes == (works ? 1 : 0))
    }

    @Test("T31 without epoll there is no source, with the call's name")
    func noEpoll() throws {
        kernel.errors["epoll_create1"] = EMFILE
        #expect(throws: SystemError(call: "epoll_create1", code: EMFILE)) {
            _ = try kernel.devices()
        }
    }
}
