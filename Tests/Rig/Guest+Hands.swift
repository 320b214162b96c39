import Foundation
import TestSupport

/// Actions on the machine from outside: fingers, keys, cables, a camera.
extension Guest {
    /// Place on the glass in the device's pixels, before rotation.
    struct Place: Equatable, Sendable {
        var x: Int
        var y: Int
    }

    /// Puts the tablet's finger down, or moves it: position and contact in one request.
    func fingerDown(_ place: Place) async throws {
        try await monitor.run("input-send-event", "{\"events\":[\(axes(place)),\(button(true))]}")
    }

    func fingerUp() async throws {
        try await monitor.run("input-send-event", "{\"events\":[\(button(false))]}")
    }

    func touch(_ place: Place) async throws {
        try await fingerDown(place)
        try await fingerUp()
    }

    /// Presses the keys in order and releases them in reverse order, by QEMU's names.
    func press(_ keys: String...) async throws {
        for (isDown, keys) in [(true, keys), (false, keys.reversed())] {
            let events = keys.map { key in
                "{\"type\":\"key\",\"data\":{\"down\":\(isDown),"
                    + "\"key\":{\"type\":\"qcode\",\"data\":\"\(key)\"}}}"
            }
            try await monitor.run(
                "input-send-event", "{\"events\":[\(events.joined(separator: ","))]}")
        }
    }

    /// Unplugs a device and waits until it is gone. QEMU's event DEVICE_DELETED does not come for a
    /// display, which its own console still holds, so the list of plugged devices is checked.
    func pull(_ id: String) async throws {
        try await monitor.run("device_del", "{\"id\":\"\(id)\"}")
        try await eventually("\(id) is out", within: .seconds(20)) {
            let plugged = try await self.monitor.run(
                "qom-list", "{\"path\":\"/machine/peripheral\"}")
            return !String(decoding: plugged, as: UTF8.self).contains("\"\(id)\"")
        }
    }

    /// Plugs a device in. `options` are further ones as JSON.
    func plug(_ driver: String, id: String, _ options: String = "") async throws {
        try await monitor.run(
            "device_add",
            "{\"driver\":\"\(driver)\",\"id\":\"\(id)\"\(options.isEmpty ? "" : ",\(options)")}")
    }

    /// Plugs an unplugged display in again, each time into another slot: for the old one QEMU still
    /// has the memory of the display that its console holds, and would end.
    func plugGlass() async throws {
        let slot = (lastSlot.value ?? 31) - 1
        lastSlot.value = slot
        let parts = machine.glass.split(separator: ",").map(String.init)
        let options = parts.dropFirst(2).map { option in
            let words = option.split(separator: "=")
            return "\"\(words[0])\":\(words[1])"
        }
        try await plug(
            parts[0], id: "glass",
            (options + ["\"addr\":\"\(String(slot, radix: 16))\""]).joined(separator: ","))
    }

    /// Unplugs a connector's cable (`off`), plugs it in (`on`), or lets the driver detect it
    /// (`detect`).
    func setConnector(_ name: String, _ status: String) async throws {
        try await shell(
            "for file in /sys/class/drm/card*-\(name)/status; do echo \(status) > $file; done")
    }

    /// Returns a photograph of the glass, by its output.
    func photo(output: Int = 0) async throws -> Photo {
        let folder = try TemporaryFolder("photo")
        let path = folder.file("glass.ppm")
        let head = machine == .bochs ? "" : ",\"head\":\(output)"
        try await monitor.run(
            "screendump", "{\"filename\":\"\(path)\",\"device\":\"glass\"\(head)}")
        return try Photo(ppmFile: path)
    }

    /// Takes photographs until one meets the condition, and returns it. Throws where none does.
    func photo(
        _ what: String, output: Int = 0, within limit: Duration = .seconds(15),
        _ condition: @escaping @Sendable (Photo) async throws -> Bool
    ) async throws -> Photo {
        let last = Box<Photo>()
        do {
            try await eventually("\(what) on the glass", within: limit) {
                let photo = try await self.photo(output: output)
                last.value = photo
                return try await condition(photo)
            }
        } catch {
            if let photo = last.value { Report.shared.keep(photo, as: "failed \(what)") }
            throw error
        }
        guard let photo = last.value else { throw NeverHappened(what: what) }
        return photo
    }

    /// Takes photographs until one equals this picture. Throws where none does, with the
    /// differences of the last one.
    func photo(_ what: String, output: Int = 0, as wanted: Photo) async throws -> Photo {
        let last = Box<Photo>()
        do {
            return try await photo(what, output: output) {
                last.value = $0
                return $0 == wanted
            }
        } catch {
            let difference = last.value?.difference(from: wanted) ?? "no photograph"
            throw NeverHappened(what: "\(error): \(difference)")
        }
    }

    /// Returns the middle of a pixel in the units of QEMU's tablet: 0 to 32767 for the whole side.
    private func axes(_ place: Place) -> String {
        let sides = [("x", place.x, Machine.width), ("y", place.y, Machine.height)]
        return sides.map { axis, pixel, length in
            let value = (2 * pixel + 1) * 32_768 / (2 * length)
            return "{\"type\":\"abs\",\"data\":{\"axis\":\"\(axis)\",\"value\":\(value)}}"
        }.joined(separator: ",")
    }

    private func button(_ isDown: Bool) -> String {
        "{\"type\":\"btn\",\"data\":{\"down\":\(isDown),\"button\":\"left\"}}"
    }
}
