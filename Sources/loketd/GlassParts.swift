import Display
import Face
import Foundation
import Geometry
import Kernel
import Logging
import Settings
import Touch

/// Display in use, and its input devices.
struct GlassParts: @unchecked Sendable {
    // Made before the loop starts and then used by its thread only; all threads may read `memory`.
    let hardware: Hardware
    /// Display in memory; nil on real glass.
    let memory: MemoryDisplay?

    init(memory: MemoryDisplay) {
        self.memory = memory
        hardware = Hardware(display: memory)
    }

    private init(_ hardware: Hardware) {
        self.hardware = hardware
        memory = nil
    }

    /// Opens real glass where the settings want it, else a display in memory where that is allowed,
    /// else waits for glass (T14, T15).
    static func open(
        _ settings: KioskSettings, options: Options, log: Logger
    ) -> GlassParts {
        let choice = settings.display.backend
        let memory = settings.display.panel
        if case .memory(let size) = choice {
            return GlassParts(memory: MemoryDisplay(panel: size.map { Panel(size: $0) } ?? memory))
        }
        let waits = choice != .auto || options.realDisplay
        let console = takeConsole(
            settings.display.console, file: consoleFile(runFolder: options.runFolder), log: log)
        do throws(DisplayError) {
            let size = settings.display.hasMillimetres ? settings.display.panel : nil
            let glass = try GlassOpener.open(
                choice, orientation: settings.display.orientation,
                physicalSize: size.map {
                    PhysicalSize(width: $0.widthMillimetres, height: $0.heightMillimetres)
                }, forcesRefresh: settings.display.forcesRefresh,
                waitingPanel: waits ? memory : nil,
                log: { log.warning("display.trouble", metadata: ["problem": "\($0)"]) })
            log.notice("display.taken", metadata: ["display": "\(glass.report)"])
            let input = devices(
                settings, glass: glass.transform, state: options.stateFolder, log: log)
            return GlassParts(Hardware(display: glass, input: input, console: console))
        } catch {
            console?.close()
            log.notice("display.memory", metadata: ["reason": "\(error.message)"])
            return GlassParts(memory: MemoryDisplay(panel: memory))
        }
    }

    /// Whether there is a device that may have glass.
    static var hasDevices: Bool {
        let cards = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/dri")) ?? []
        return cards.contains { $0.hasPrefix("card") }
            || (0..<8).contains { FileManager.default.fileExists(atPath: "/dev/fb\($0)") }
    }

    /// Path of the file that keeps the console's previous state for the guardian.
    static func consoleFile(runFolder: String) -> String { runFolder + "/console.state" }

    private static func takeConsole(_ vt: Int?, file: String, log: Logger) -> Console? {
        guard hasDevices else { return nil }
        do throws(DisplayError) {
            return try Console.open(
                vt: vt, stateFile: file,
                warning: { log.notice("console.none", metadata: ["reason": "\($0)"]) })
        } catch {
            log.error("console.failed", metadata: ["problem": "\(error)"])
            return nil
        }
    }

    private static func devices(
        _ settings: KioskSettings, glass: PixelTransform, state: String, log: Logger
    ) -> EvdevDevices? {
        let (matrices, problems) = CalibrationStore(folder: state).loadAll()
        for problem in problems {
            log.warning("touch.calibration", metadata: ["problem": "\(problem)"])
        }
        var input = settings.inputSettings
        input.calibrations = matrices
        do throws(SystemError) {
            return try EvdevDevices(
                settings: input, transform: TouchTransform(glass),
                onNotice: { notice in
                    log.warning(
                        "input.trouble",
                        metadata: ["kind": "\(notice.event.rawValue)", "problem": "\(notice)"])
                })
        } catch {
            log.error("input.failed", metadata: ["problem": "\(error)"])
            return nil
        }
    }
}
