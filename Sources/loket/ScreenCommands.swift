import ArgumentParser
import Foundation
import Routes
import Wire

struct ScreenshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenshot", abstract: "Writes the screen's picture as a PNG file.",
        discussion: "Example: loket screenshot screen.png")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file to write.") var file: String

    func run() throws {
        try common.run {
            let picture = try common.client.call(RouteTable.screenPicture)
            let png = Data(picture.png)
            try ResultFile.write([UInt8](png), to: file)
        }
    }
}

struct TapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap", abstract: "Touches the memory display.",
        discussion: """
            By place, or by what is to be touched, as loket state names it.
            Examples:
              loket tap 640 400
              loket tap "service(ktp-el)"
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "X and Y in pixels, or the name of an action.") var place: [String]

    func run() throws {
        try common.run {
            _ = try common.client.call(RouteTable.tap, sending: try tap())
        }
    }

    private func tap() throws -> Wire.Tap {
        if place.count == 2, let x = Int(place[0]), let y = Int(place[1]) {
            return Wire.Tap(x: x, y: y)
        }
        guard place.count == 1 else {
            throw CommandFailure.refused("Say where: loket tap X Y, or loket tap ACTION.")
        }
        let screen = try common.client.call(RouteTable.screen)
        guard let target = screen.targets.first(where: { $0.action == place[0] }) else {
            let names = screen.targets.map(\.action).joined(separator: " ")
            throw CommandFailure.refused(
                "The screen '\(screen.screen)' has no '\(place[0])'; it has: \(names)")
        }
        return Wire.Tap(x: target.x + target.width / 2, y: target.y + target.height / 2)
    }
}

struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "Which screen is up, and what can be touched.",
        discussion: "Nothing of what a visitor typed is in it. Example: loket state --json")

    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.run {
            let screen = try common.client.call(RouteTable.screen)
            try common.show(screen) { screen in
                let head =
                    "\(screen.screen)\(screen.form.map { " (\($0))" } ?? ""), language \(screen.language), page \(screen.page + 1) of "
                    + "\(screen.pageCount)\(screen.isBusy ? ", busy" : "")"
                let rows = screen.targets.map {
                    [
                        $0.action, "\($0.x),\($0.y)", "\($0.width)x\($0.height)",
                        $0.isEnabled ? "" : "disabled",
                    ]
                }
                return head + "\n" + Table.text(["ACTION", "PLACE", "SIZE", ""], rows)
            }
        }
    }
}

struct WaitIdleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait-idle",
        abstract: "Waits until everything asked for is done and drawn.",
        discussion: "Exit code 4 when the time is up. Example: loket wait-idle --seconds 20")

    @OptionGroup var common: CommonOptions
    @Option(help: "How long to wait at most, 0 to 600.") var seconds = 10

    func validate() throws {
        guard (0...600).contains(seconds) else {
            throw ValidationError("--seconds must be from 0 to 600, not \(seconds).")
        }
    }

    func run() throws {
        try common.run {
            _ = try common.client.call(
                RouteTable.waitIdle, Wire.IdleWish(seconds: Double(seconds)),
                patienceSeconds: seconds + 10)
        }
    }
}

struct PaperCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper", abstract: "Shows on the screen how a roll is put in.",
        discussion: "Example: loket paper")

    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.run { _ = try common.client.call(RouteTable.showLoadingPaper) }
    }
}

struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Locks the screen for 30 s, to wipe the glass.",
        discussion: "Example: loket clean")

    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.run { _ = try common.client.call(RouteTable.clean) }
    }
}
