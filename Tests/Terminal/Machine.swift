import Display
import Drawing
import Errands
import Face
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import Settings
import Slips
import Sound
import Synchronization
import Testing
import Touch

@testable import Terminal

/// Whole terminal with a memory display and a memory printer, on the real database and the real
/// loop, in a folder of its own.
final class Machine {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The office of the repository's own files. Read once: it takes a third of a second.
    static let office = SettingsBundle.load(
        file: root + "/Kiosk/kiosk.yaml", today: CalendarDate(year: 2026, month: 11, day: 23))

    let folder = NSTemporaryDirectory() + "loket-machine-\(UUID().uuidString)"
    let display = MemoryDisplay(panel: .small)
    let printer = MemoryPrinter()
    let terminal: Terminal
    private let work: Task<Void, Never>

    init(
        clock: any KioskClock = SystemClock(), edit: (inout SettingsBundle) -> Void = { _ in },
        input: @escaping @Sendable () -> (any InputSource)? = { nil },
        calibrations: CalibrationStore? = nil, pads: PadRegister = PadRegister(),
        sound: SoundPlayer = SoundPlayer(device: nil), profile: String = "generic-escpos-80"
    ) async throws {
        let loaded = Self.office
        var bundle = try #require(loaded.value)
        try Fonts.load(configuration: bundle.fontsFile)
        // Tests touch one place faster than a person can.
        bundle.settings.touch.debounceMilliseconds = 0
        edit(&bundle)
        let records = try Records(folder: folder, terminal: "test1")
        let profile = try #require(
            PrinterProfile.load(name: profile, folder: Self.root + "/Printers").value)
        let terminal = Terminal(
            bundle: bundle, problems: [], records: records, printer: printer,
            printRoom: PrintRoom(profile: profile, folder: folder),
            calibrations: calibrations ?? CalibrationStore(folder: folder), pads: pads,
            sound: sound, clock: clock,
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        self.terminal = terminal
        let display = display
        var face = bundle.face
        face.pads = terminal.padBindings
        terminal.loop.start(
            face, report: { terminal.note($0) },
            on: { Hardware(display: display, input: input()) })
        work = Task { await terminal.run() }
        // The printer's first condition is the last event of the terminal's start.
        try await until { $0.facts.printer == .ready }
    }

    deinit {
        work.cancel()
        let (terminal, folder) = (terminal, folder)
        Task.detached {
            await terminal.loop.stopped()
            await terminal.records.closed()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    func until(_ holds: @escaping @Sendable (Session) -> Bool) async throws {
        #expect(await terminal.loop.wait(timeout: .seconds(60), until: holds), "60 s in vain")
    }

    func offers(_ action: Action) async -> Bool {
        await terminal.loop.query { core in core.targets.contains { $0.id == action } }
    }

    /// Taps an action and waits until all its work is done, including a slip, unless told
    /// otherwise.
    func tap(_ action: Action, waits: Bool = true) async throws {
        let frame = await terminal.loop.query { core in
            core.targets.first { $0.id == action && $0.isEnabled }?.frame
        }
        let center = try #require(frame, "no \(action.name) on the screen").center
        for phase in [ContactEvent.Phase.down, .up] {
            terminal.loop.post(
                .contact(
                    ContactEvent(
                        contact: 0, phase: phase, position: center,
                        uptime: SystemClock.uptime())))
        }
        if waits { #expect(await terminal.loop.waitUntilIdle(timeout: .seconds(60))) }
    }

    func screen() async -> Screen { await terminal.loop.query { $0.session.visit.screen } }
}
