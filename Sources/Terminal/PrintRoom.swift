import Drawing
import Foundation
import Geometry
import Office
package import Slips

/// Makes documents of slips. One at a time, away from the loop: shaping text takes milliseconds.
package actor PrintRoom {
    nonisolated let profile: PrinterProfile
    private let folder: String
    private var shaper: TextShaper?
    private var sequence = 0

    /// `folder` holds the page while it is being written.
    package init(profile: PrinterProfile, folder: String) {
        self.profile = profile
        self.folder = folder
    }

    /// Slips of one visit in one job, as the printer wants them. Throws `PictureError`.
    package func document(_ slips: [Slip]) throws -> PaperDocument {
        let shaper = shaper ?? TextShaper()
        self.shaper = shaper
        switch profile.language {
        case .escpos, .star:
            let renderer = ReceiptRenderer(profile: profile, shaper: shaper)
            let documents = slips.map { renderer.document(of: $0) }
            return PaperDocument(
                bytes: documents.flatMap(\.bytes),
                millimetres: documents.reduce(0) { $0 + $1.millimetres })
        case .pdf:
            sequence += 1
            let path = "\(folder)/slip-\(sequence).pdf"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let picture = picture(shaper)
            let sheets = try picture.writePDF(of: slips, to: path)
            let length =
                profile.pageMillimetres
                ?? Double(picture.height(of: slips)) / profile.dotsPerMillimetre
            return PaperDocument(
                bytes: [UInt8](FileManager.default.contents(atPath: path) ?? Data()),
                millimetres: length * Double(sheets),
                media: profile.media(pageMillimetres: length))
        }
    }

    /// Slips of one visit go in one job, onto one sheet where they fit.
    nonisolated var joinsSlips: Bool { profile.pageMillimetres != nil }

    /// The slip as a picture, PNG. Throws `PictureError`.
    package func preview(_ slip: Slip) throws -> [UInt8] {
        let shaper = shaper ?? TextShaper()
        self.shaper = shaper
        return try picture(shaper).pixels(of: slip).png()
    }

    /// A new roll, where nobody says how long it is.
    package nonisolated var rollMillimetres: Double { Double(profile.paperPerRollMillimetres) }

    /// The printer tells by itself that a roll is near its end.
    package nonisolated var seesNearEnd: Bool { profile.seesNearEnd }

    private func picture(_ shaper: TextShaper) -> SlipPicture {
        SlipPicture(profile: profile, shaper: shaper)
    }
}
