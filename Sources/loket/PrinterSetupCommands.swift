import ArgumentParser
import Cups
import Foundation
import Kernel
import Settings
import Slips
import Synchronization
import Wire

/// Settings of the commands that talk to CUPS directly. They need no daemon, since a printer is set
/// up before it runs.
struct PrinterPlace {
    var setup: PrinterSetup
    var settings: KioskSettings?
    /// Path of the folder with the profiles.
    var printersFolder: String

    /// Reads the settings. Without any it uses this machine's CUPS; broken ones are refused by a
    /// `CommandFailure`.
    init(_ common: CommonOptions) throws {
        let file = common.configFile
        guard common.config != nil || FileManager.default.fileExists(atPath: file) else {
            setup = PrinterSetup(server: nil)
            printersFolder = "Printers"
            return
        }
        let loaded = KioskSettings.load(file: file)
        guard let settings = loaded.value else {
            let problem = loaded.errors.first.map { ": \($0)" } ?? "."
            throw CommandFailure.refused("\(file) can't be used\(problem)")
        }
        self.settings = settings
        setup = PrinterSetup(server: settings.printer.server)
        printersFolder =
            settings.printers.hasPrefix("/")
            ? settings.printers
            : URL(fileURLWithPath: file).deletingLastPathComponent()
                .appendingPathComponent(settings.printers).standardizedFileURL.path
    }

    /// Returns the given queue, else that of the settings.
    func queue(_ name: String?) throws -> String {
        if let name = name ?? settings?.printer.queue { return name }
        throw CommandFailure.refused(
            "No queue is named: give its name, or set printer.queue in kiosk.yaml.")
    }

    func isOurs(_ name: String) -> Bool { name == settings?.printer.queue }
}

extension CommonOptions {
    /// Runs a task that talks to CUPS and waits for it; a refusal is one sentence. Commands run one
    /// at a time, so the thread may block.
    func setUp<Value: Sendable>(
        _ place: PrinterPlace,
        _ body: @Sendable @escaping (PrinterSetup) async throws(PrinterSetupError) -> Value
    ) throws -> Value {
        let setup = place.setup
        let box = ResultBox<Value>(try WakePipe())
        Task.detached {
            let result: Result<Value, PrinterSetupError>
            do throws(PrinterSetupError) {
                result = .success(try await body(setup))
            } catch { result = .failure(error) }
            box.put(result)
        }
        switch box.wait() {
        case .success(let value): return value
        case .failure(.cups(.absent(let server))):
            throw CommandFailure.noService(
                "CUPS does not answer at \(server): run systemctl status cups, or mend "
                    + "printer.server in kiosk.yaml.")
        case .failure(let error): throw CommandFailure.refused("\(error)")
        case nil: throw CommandFailure.refused("CUPS was not asked.")
        }
    }
}

/// Box that passes a task's result to the waiting thread.
private final class ResultBox<Value: Sendable>: Sendable {
    private let isDone: WakePipe
    private let result = Mutex<Result<Value, PrinterSetupError>?>(nil)

    init(_ isDone: WakePipe) {
        self.isDone = isDone
    }

    func put(_ result: Result<Value, PrinterSetupError>) {
        self.result.withLock { $0 = result }
        isDone.wake()
    }

    /// Waits for the result.
    func wait() -> Result<Value, PrinterSetupError>? {
        var waiting = PollSet(isDone.descriptor)
        waiting.wait()
        return result.withLock { $0 }
    }
}

extension PrinterCommand {
    struct DiscoverCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discover",
            abstract: "The printers that CUPS and the USB ports show, and which are fit for slips.",
            discussion: """
                Example: loket printer discover --seconds 5
                proves: a slip's end is known; sends: it can only be sent; pages: prints sheets; \
                unfit: not for slips.
                Needs no daemon, but the right to set up CUPS: root or the group lpadmin.
                """)

        @Option(help: "For how long CUPS may search, 1 to 60.")
        var seconds = 10

        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard (1...60).contains(seconds) else {
                throw ValidationError("--seconds must be from 1 to 60, not \(seconds).")
            }
        }

        func run() throws {
            try common.run {
                let place = try PrinterPlace(common)
                let found = try common.setUp(place) { [seconds] setup throws(PrinterSetupError) in
                    try await setup.discover(limitSeconds: seconds)
                }
                try common.show(found.map(Self.wire)) { found in
                    found.isEmpty
                        ? "Nothing was found: see that the printer is on, or add it by its "
                            + "address (loket printer add --help)."
                        : Table.text(
                            ["DEVICE", "MODEL", "HOW", "SLIPS", "WHY"],
                            found.map { [$0.device, $0.model, $0.how, $0.fitness, $0.why] })
                }
            }
        }

        private static func wire(_ found: FoundPrinter) -> Wire.PrinterDevice {
            Wire.PrinterDevice(
                device: found.device, model: found.model, how: found.way.rawValue,
                isFit: found.isFit, fitness: "\(found.fitness)", why: found.why)
        }
    }

    struct AddCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Makes a CUPS queue for a printer, with the settings that slips need.",
            discussion: """
                Example: loket printer add slips 192.168.1.50
                Example: loket printer add slips /dev/usb/lp0 --profile generic-escpos-58
                Example: loket printer add office ipp://printer.local/ipp/print --profile pdf-80
                Needs no daemon, but the right to set up CUPS: root or the group lpadmin. What is \
                refused leaves no queue behind.
                """)

        @Argument(help: "The queue's name.")
        var name: String

        @Argument(
            help: "HOST[:PORT], /dev/usb/lp0, /dev/ttyS0?baud=9600 or a URI of discover.")
        var device: String

        @Option(help: "A file of Printers; else that of kiosk.yaml, or one that fits.")
        var profile: String?

        @Option(help: "The maker's PPD file, or the name of a driver that CUPS has.")
        var ppd: String?

        @Flag(help: "Make it CUPS's default queue.")
        var `default` = false

        @Flag(help: "Add it though it does not answer now.")
        var unchecked = false

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let place = try PrinterPlace(common)
                var printer = NewPrinter(
                    name: name, device: device, profile: try chosenProfile(place),
                    isDefault: self.default, isUnchecked: unchecked)
                printer.driver = try ppd.map(Self.driver)
                let added = try common.setUp(place) {
                    [printer] setup throws(PrinterSetupError) in
                    try await setup.add(printer)
                }
                let answer = Wire.PrinterAdded(
                    queue: added.name, device: added.device, profile: added.profile,
                    warnings: added.warnings,
                    settings: "printer:\n  queue: \(added.name)\n  profile: \(added.profile)\n")
                try common.show(answer) { answer in
                    (["\(answer.queue) prints to \(answer.device)."] + answer.warnings
                        + [
                            "Write in kiosk.yaml, reload loketd, then run loket printer test:",
                            "", answer.settings,
                        ]).joined(separator: "\n")
                }
            }
        }

        private func chosenProfile(_ place: PrinterPlace) throws -> PrinterProfile {
            func load(_ name: String) throws -> PrinterProfile {
                let loaded = PrinterProfile.load(name: name, folder: place.printersFolder)
                if let profile = loaded.value { return profile }
                throw CommandFailure.refused(
                    loaded.errors.first.map { "\($0)." }
                        ?? "The profile \(name) can't be read from \(place.printersFolder).")
            }
            if let profile { return try load(profile) }
            let wantsPages = ppd != nil || PrinterSetup.wantsPages(device)
            let names =
                [place.settings?.printer.profile].compactMap(\.self)
                + PrinterProfile.names(folder: place.printersFolder)
                .sorted { $0.hasPrefix("generic") && !$1.hasPrefix("generic") }
            for name in names {
                if let found = try? load(name), found.makesPages == wantsPages { return found }
            }
            throw CommandFailure.refused(
                "No profile of \(place.printersFolder) fits \(device): name one by --profile.")
        }

        private static let maximumPPDBytes = 4 << 20

        private static func driver(_ text: String) throws -> QueueDriver {
            let isPath = text.hasPrefix("/") || text.hasPrefix(".")
            guard isPath || FileManager.default.fileExists(atPath: text) else {
                return .model(text)
            }
            guard let data = FileManager.default.contents(atPath: text),
                data.count <= maximumPPDBytes
            else {
                throw CommandFailure.refused(
                    "The PPD file \(text) can't be read or is longer than 4 MB: see its path.")
            }
            return .file([UInt8](data))
        }
    }
}
