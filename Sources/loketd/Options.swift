import ArgumentParser
package import Display
import Foundation
import Geometry

/// Options of the command line. They override `kiosk.yaml`.
struct Options: ParsableArguments {
    @Option(help: "The settings file. Else /etc/loket/kiosk.yaml, else Kiosk/kiosk.yaml.")
    var config: String?

    @Option(help: "The state folder: database and control socket. Else /var/lib/loket.")
    var state: String?

    @Option(help: "The CUPS server: host:port, or the path of a Unix socket.")
    var printerServer: String?

    @Option(help: "The CUPS queue of the receipt printer.")
    var printerQueue: String?

    @Option(help: "The printer profile, a file of Printers/ without its ending.")
    var printerProfile: String?

    @Option(help: "Folder in which a virtual printer leaves latest.png, for the page.")
    var slips: String?

    @Option(help: "Port of the page that shows the memory display; 0: any free one.")
    var port: Int?

    @Option(help: "Size of the memory display in pixels, e.g. 1080x1920.")
    var size: PanelSize?

    @Option(help: "auto, kms[:CONNECTOR], fbdev[:PATH] or memory[:WIDTHxHEIGHT].")
    var display: DisplayChoice?

    @Flag(help: "Without glass, wait for it: never take a display in memory instead.")
    var realDisplay = false

    @Flag(help: "Restores the console that a dead daemon left in graphics, and ends.")
    var restoreConsole = false

    /// Path of the settings file in use.
    var configFile: String {
        if let config { return config }
        let installed = "/etc/loket/kiosk.yaml"
        return FileManager.default.fileExists(atPath: installed) ? installed : "Kiosk/kiosk.yaml"
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
    var panel: Panel

    init?(argument: String) {
        let parts = argument.lowercased().split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (320...7680).contains(parts[0]), (240...7680).contains(parts[1])
        else { return nil }
        let size = Size(width: parts[0], height: parts[1])
        panel =
            [Panel.small, .large, .portrait].first { $0.size == size } ?? Panel(size: size)
    }
}

extension DisplayChoice: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
