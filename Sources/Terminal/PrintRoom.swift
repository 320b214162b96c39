import Drawing
import Foundation
import Geometry
import Office
import Paper

/// Makes documents of slips. One at a time, away from the loop: shaping text takes milliseconds.
public actor PrintRoom {
    private let profile: PrinterProfile
    private let folder: String
    private var shaper: TextShaper?
    private var sequence = 0

    /// `folder` holds the page while it is being written.
    public init(profile: PrinterProfile, folder: String) {
        self.profile = profile
        self.folder = folder
    }

    /// The slip as the printer wants it. Throws `PictureError`.
    public func document(_ slip: Slip) throws -> [UInt8] {
        let shaper = shaper ?? TextShaper()
        self.shaper = shaper
        switch profile.language {
        case .escpos: return ESCPOSRenderer(profile: profile, shaper: shaper).bytes(of: slip)
        case .pdf:
            sequence += 1
            let path = "\(folder)/slip-\(sequence).pdf"
            defer { try? FileManager.default.removeItem(atPath: path) }
            try picture(shaper).writePDF(of: slip, to: path)
            return [UInt8](FileManager.default.contents(atPath: path) ?? Data())
        }
    }

    /// The slip as a picture, PNG. Throws `PictureError`.
    public func preview(_ slip: Slip) throws -> [UInt8] {
        let shaper = shaper ?? TextShaper()
        self.shaper = shaper
        return try picture(shaper).pixels(of: slip).png()
    }

    public nonisolated var mimeType: String { profile.mimeType }

    private func picture(_ shaper: TextShaper) -> SlipPicture {
        SlipPicture(profile: profile, shaper: shaper)
    }
}
