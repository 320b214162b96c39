import Drawing
import Testing

@testable import Paper

@Suite("B6 how long a slip is")
struct PaperLengthTests {
    private func length(_ bytes: [UInt8]) -> Double {
        PaperLength.millimetres(of: bytes, dotsPerMillimetre: 8)
    }

    @Test("B6 lines, feeds, pictures and large letters take what they take") func commands() {
        let line = 25.4 / 6
        #expect(length(Array("Kartu".utf8)) == 0)
        #expect(length(Array("Kartu\n".utf8)) == line)
        #expect(length(ESCPOS.feed(millimetres: 15)) == 4 * line)
        #expect(length(ESCPOS.magnified(width: 4, height: 4) + [0x0A]) == 12)
        // The bytes of a picture are no commands, whatever they are.
        let dots = [UInt8](repeating: 0x0A, count: 72 * 200)
        #expect(length(ESCPOS.picture(dots, bytesPerRow: 72)) == 25)
        #expect(length(ESCPOS.qr("loket", module: 8) + ESCPOS.cut) == 30)
        #expect(length([0x1D, 0x76]) == 0, "half a command")
    }
}
