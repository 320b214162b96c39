import ArgumentParser
import Display
import Foundation
import Kernel
import Routes
import Touch
import Wire

struct TouchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "touch", abstract: "Touchscreens and keyboards.",
        subcommands: [
            ListCommand.self, TestCommand.self, CalibrateCommand.self, RecordCommand.self,
        ])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every input device, what it is used for, and why.",
            discussion: """
                Asks the daemon; where none runs, looks at the devices itself, for which it must \
                be root or of the group input.
                Example: loket touch list
                """)

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let devices = try devices()
                try common.show(devices) { devices in
                    devices.isEmpty
                        ? "There is no input device, or none that may be read."
                        : devices.map(\.text).joined(separator: "\n")
                }
            }
        }

        private func devices() throws -> [Wire.InputDevice] {
            do {
                return try common.client.call(RouteTable.inputDevices)
            } catch CommandFailure.noDaemon(
                _, let code)
                where code != EACCES
            {
                do throws(SystemError) {
                    return try TouchTools.list().map { Wire.InputDevice($0) }
                } catch {
                    throw CommandFailure.refused("\(error): run it as root.")
                }
            }
        }
    }

    struct RecordCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Writes what a device sends to a file, in evemu's text format.",
            discussion: """
                The file shows the makers of Loket what your touchscreen does. It holds places and \
                times, so touch nothing that is secret meanwhile. The daemon must be stopped.
                Example: loket touch record panel.evemu --seconds 20
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The file to write.") var file: String
        @Option(help: "The device, e.g. /dev/input/event3; else the best touchscreen.")
        var device: String?
        @Option(help: "Ends after so many seconds, 1 to 3600.") var seconds = 30

        func validate() throws { try checkSeconds(seconds) }

        func run() throws {
            try common.run {
                let path = try device ?? best()
                let begun = file + ".new"
                guard FileManager.default.createFile(atPath: begun, contents: nil),
                    let handle = FileHandle(forWritingAtPath: begun)
                else {
                    throw CommandFailure.refused(
                        "\(file) can't be written; see that its folder is there and may be written."
                    )
                }
                defer { unlink(begun) }
                var failure: (any Error)?
                do throws(TouchRecorder.Failure) {
                    var recorder = try TouchRecorder(path: path) { text in
                        do { try handle.write(contentsOf: Data(text.utf8)) } catch {
                            failure = error
                        }
                    }
                    Console.err("Recording \(path) for \(seconds) s.")
                    recorder.run(for: .seconds(seconds))
                    Console.err("\(recorder.count) events.")
                } catch {
                    throw CommandFailure.refused("\(error)")
                }
                if let failure {
                    throw CommandFailure.refused(
                        "\(file) can't be written: \(failure.localizedDescription)")
                }
                try? handle.synchronize()
                rename(begun, file)
            }
        }

        private func best() throws -> String {
            let devices = (try? TouchTools.list()) ?? []
            let best = devices.filter { $0.score != nil }.max { ($0.score ?? 0) < ($1.score ?? 0) }
            guard let best else {
                throw CommandFailure.refused(
                    "There is no touchscreen, or none that may be read: loket touch list says why.")
            }
            return best.path
        }
    }
}

func checkSeconds(_ seconds: Int) throws {
    guard (1...3_600).contains(seconds) else {
        throw ValidationError("--seconds must be 1 to 3600.")
    }
}

struct DisplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "display", abstract: "Screens that Loket can draw on.",
        subcommands: [ListCommand.self])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every card, connector and framebuffer, as display.backend names it.",
            discussion: "Example: loket display list")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                try common.show(GlassOpener.list()) { lines in
                    lines.isEmpty
                        ? "There is no card in /dev/dri and no framebuffer in /dev."
                        : lines.joined(separator: "\n")
                }
            }
        }
    }
}

extension Wire.InputDevice {
    init(_ device: DeviceSummary) {
        self.init(
            path: device.path, name: device.identity?.name ?? "?",
            vendorProduct: device.identity?.vendorProduct ?? "",
            role: device.role.map { "\($0)" }, score: device.score, reason: device.reason)
    }

    var text: String {
        let use = role ?? "not used"
        return "\(path)  \"\(name)\" \(vendorProduct)  \(use)\n    \(reason)"
    }
}
