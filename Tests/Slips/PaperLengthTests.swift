import Drawing
import SlipSamples
import Testing

@testable import Slips

@Suite("B6 how long a slip is", .timeLimit(.minutes(10)))
struct PaperLengthTests {
    private func length(_ bytes: [UInt8]) -> Double {
        PaperLength.millimetres(of: bytes, dotsPerMillimetre: 8)
    }

    @Test("B6 lines, feeds, pictures and large letters take what they take") func commands() {
        let line = 25.4 / 6
        #expect(length(Array("Kartu".utf8)) == 0)
        #expect(length(Array("Kartu\n".utf8)) == line)
        #expect(length(ESCPOS.feed(millimetres: 15)) == 4 * line)
        #expect(length(ESCPOS.magnified(4) + [0x0A]) == 12)
        #expect(length(ESCPOS.smallFont + ESCPOS.magnified(4) + [0x0A]) == 8.5)
        // Bytes of a picture are never read as commands.
        let dots = [UInt8](repeating: 0x0A, count: 72 * 200)
        #expect(length(ESCPOS.picture(dots, bytesPerRow: 72, bandRows: 128)) == 25)
        #expect(length(ESCPOS.qr("loket", module: 8) + ESCPOS.cut) == 30)
        #expect(length([0x1D, 0x76]) == 0, "half a command")
    }

    @Test("B6 Star's lines are of 4 mm, and of 3 mm in a picture") func star() throws {
        func length(_ bytes: [UInt8]) -> Double {
            PaperLength.millimetres(of: bytes, language: .star, dotsPerMillimetre: 8)
        }
        #expect(length(StarLine.begin(codePage: 4) + [0x0A]) == 4)
        #expect(length(StarLine.begin(codePage: 4) + StarLine.feed(millimetres: 10)) == 12)
        // 50 rows take three bands of 24, with any bytes.
        let dots = [UInt8](repeating: 0x0A, count: 72 * 50)
        let picture = StarLine.picture(dots, bytesPerRow: 72, bandRows: 128)
        #expect(length(StarLine.begin(codePage: 4) + picture + [0x0A]) == 13)
        #expect(length([0x1B, 0x6B]) == 0, "half a command")
    }

    @Test("B6 the same slip is about as long in Star's language, but for its cut")
    func starSlip() throws {
        var profile = try Sample.profile("star-tsp")
        profile.hasCutter = false
        let shaper = Sample.shaper()
        let slip = Sample.slip(copy: 1)
        let theirs = ReceiptRenderer(profile: profile, shaper: shaper).document(of: slip)
        profile.language = .escpos
        profile.codePageNumber = 19
        let ours = ReceiptRenderer(profile: profile, shaper: shaper).document(of: slip)
        // Lines of 4 mm replace lines of 1/6 inch.
        let ratio = theirs.millimetres / ours.millimetres
        #expect(ratio > 0.94 && ratio < 1 && ours.millimetres > 100, "\(ratio)")
        #expect(theirs.bytes != ours.bytes)
    }
}
