import ArgumentParser
package import Display
import Foundation
import Geometry
import Settings

/// Options of the command line. Those that name a key of `kiosk.yaml` win over the file.
struct Options: ParsableArguments {
    @Option(help: "The settings file. Else /etc/loket/kiosk.yaml, else Kiosk/kiosk.yaml.")
    var config: String?

    @Option(help: "The state folder: database and control socket. Else /var/lib/loket.")
    var state: String?

    @Option(help: "CUPS server: host:port, or the path of a Unix socket (printer.server).")
    var printerServer: String?

    @Option(help: "CUPS queue of the receipt printer (printer.queue).")
    var printerQueue: String?

    @Option(help: "Printer profile, a file of Printers/ without its ending (printer.profile).")
    var printerProfile: String?

    @Option(help: "Folder in which a virtual printer leaves latest.png, for the page.")
    var slips: String?

    @Option(help: "Port of the page that shows the memory display; 0: any free one (page.port).")
    var port: Int?

    @Option(help: "Size of the memory display in pixels, e.g. 1080x1920 (display.width, height).")
    var size: PanelSize?

    @Option(help: "auto, kms[:CONNECTOR], fbdev[:PATH] or memory[:WIDTHxHEIGHT] (display.backend).")
    var display: DisplayChoice?

    @Flag(help: "Without glass, wait for it: never take a display in memory instead.")
    var realDisplay = false

    @Flag(help: "Restores the console that a dead daemon left in graphics, and ends.")
    var restoreConsole = false

    func validate() throws {
        let problems = overrides.problems
        if !problems.isEmpty { throw ValidationError(problems.joined(separator: "\n")) }
    }

    /// Values that lie over those of the settings file.
    var overrides: SettingsOverrides {
        var layer = SettingsOverrides()
        if let printerQueue {
            layer.set(\.printer.queue, to: printerQueue, option: "--printer-queue")
        }
        if let printerServer {
            layer.set(\.printer.server, to: printerServer, option: "--printer-server")
        }
        if let printerProfile {
            layer.set(\.printer.profile, to: printerProfile, option: "--printer-profile")
        }
        if let port { layer.set(\.page.port, to: port, option: "--port") }
        if let display { layer.set(\.display.backend, to: display, option: "--display") }
        if let size {
            layer.set(\.display.width, to: size.size.width, option: "--size")
            layer.set(\.display.height, to: size.size.height, option: "--size")
            layer.set(
                \.display.widthMillimetres, to: size.reference?.widthMillimetres, option: "--size")
            layer.set(
                \.display.heightMillimetres, to: size.reference?.heightMillimetres,
                option: "--size")
        }
        return layer
    }

    /// Path of the settings file in use.
    var configFile: String {
        if let config { return config }
        let installed = "/etc/loket/kiosk.yaml"
        return FileManager.default.fileExists(atPath: installed) ? installed : "Kiosk/kiosk.yaml"
    }

    /// Settings of the file, or the defaults where it can't be used, under the options.
    var settingsOrStandIn: KioskSettings {
        if let settings = KioskSettings.load(file: configFile, overrides: overrides).value {
            return settings
        }
        var standIn = KioskSettings.standIn
        overrides.apply(to: &standIn)
        return standIn
    }

    var stateFolder: String { state ?? "/var/lib/loket" }

    /// Folder for files that do not outlive a boot: the state folder if given, else the unit's run
    /// folder.
    var runFolder: String { state ?? "/run/loket" }

    var socket: String {
        runFolder + "/loket.sock"
    }
}

/// Panel size, as `1280x800`.
struct PanelSize: ExpressibleByArgument {
    let size: Size

    init?(argument: String) {
        let parts = argument.lowercased().split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (320...7680).contains(parts[0]), (240...7680).contains(parts[1])
        else { return nil }
        size = Size(width: parts[0], height: parts[1])
    }

    /// Reference panel of this size, whose millimetres are known.
    var reference: Panel? { [Panel.small, .large, .portrait].first { $0.size == size } }
}

extension DisplayChoice: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
