import ArgumentParser
import Foundation
import Office
import Routes
import Settings
import Slips
import Wire

extension PrinterCommand {
    struct ProfilesCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "profiles",
            abstract: "The models of printers that are known, for printer.profile of kiosk.yaml.",
            discussion: """
                Needs no daemon.
                Example: loket printer profiles
                PROOF is how a printer says that a slip is out: H, r or end, or none where it can't.
                SPEED is millimetres of paper a second, of the slowest of its kind.
                """)

        @OptionGroup var common: CommonOptions

        struct Line: Encodable {
            var name: String
            var title: String
            var language: String
            var widthDots: Int
            var columns: Int
            var cutter: Bool
            var qr: String
            var proof: String
            var speed: Double
        }

        func run() throws {
            let today = LocalTime(Date(), in: .current).date
            guard let bundle = SettingsBundle.load(file: common.configFile, today: today).value
            else {
                throw ValidationError(
                    "\(common.configFile) can't be used: run loket config check to see why.")
            }
            var lines: [Line] = []
            for name in PrinterProfile.names(folder: bundle.printersFolder) {
                let loaded = PrinterProfile.load(name: name, folder: bundle.printersFolder)
                for problem in loaded.problems { Console.err("\(problem)") }
                guard let profile = loaded.value else { continue }
                let isPage = profile.language == .pdf
                lines.append(
                    Line(
                        name: name, title: profile.title,
                        language: profile.mode == .picture
                            ? "\(profile.language.rawValue) picture" : profile.language.rawValue,
                        widthDots: profile.widthDots, columns: profile.columns,
                        cutter: profile.hasCutter, qr: profile.qr.rawValue,
                        proof: isPage ? "ipp" : profile.confirmation.rawValue,
                        speed: profile.speed))
            }
            try common.show(lines) { lines in
                Table.text(
                    [
                        "NAME", "TITLE", "LANGUAGE", "DOTS", "COLUMNS", "CUTTER", "QR", "SPEED",
                        "PROOF",
                    ],
                    lines.map {
                        [
                            $0.name, $0.title, $0.language, "\($0.widthDots)", "\($0.columns)",
                            $0.cutter ? "yes" : "no", $0.qr, $0.speed.formatted(), $0.proof,
                        ]
                    })
            }
        }
    }

    struct PreviewCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview", abstract: "A ticket's slip as a picture, without printing it.",
            discussion: """
                Example: loket printer preview slip.png --profile generic-escpos-58
                Printers that print in letters of their own have other letters than the picture.
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The file to write, PNG.") var file: String
        @Option(help: "The service of the ticket; else the first one.") var service: String?
        @Option(help: "A name of loket printer profiles; else the terminal's own.")
        var profile: String?

        func run() throws {
            try common.run {
                let picture = try common.client.call(
                    RouteTable.preview, Wire.PreviewWish(service: service, profile: profile))
                try ResultFile.write(picture.png, to: file)
            }
        }
    }
}
