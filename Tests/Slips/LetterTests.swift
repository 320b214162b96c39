import Foundation
import SlipSamples
import TestSupport
import Testing

@testable import Drawing
@testable import Slips

@Suite("The letters of a printer", .timeLimit(.minutes(10)))
struct LetterTests {
    private func read(_ slip: Slip, _ profile: PrinterProfile) throws -> ESCPOSReader {
        let bytes = ReceiptRenderer(profile: profile, shaper: Sample.shaper()).bytes(of: slip)
        return try ESCPOSReader(bytes, profile)
    }

    @Test("B8 what is no letter never reaches the printer as a command")
    func controlCharacters() throws {
        let profile = try Sample.profile("generic-escpos-80")
        let nasty = "A\u{1B}@B\u{10}\u{04}\u{01}C\u{7F}D\u{0}"
        let slip = try read(
            Slip(blocks: [
                .text(nasty), .text("ção " + nasty), .box(nasty, isTicked: false), .number(nasty),
            ]), profile)
        #expect(slip.pictures.isEmpty)
        let letters = "A @B   C D "
        let words = slip.lines.map { $0.text.trimmingCharacters(in: .whitespaces) }
        let shown = letters.trimmingCharacters(in: .whitespaces)
        #expect(words == [shown, "ção " + shown, "[ ] " + shown, shown])
    }

    @Test(
        "B8 brackets, # and @ are themselves, whatever country a printer is set to",
        arguments: ["generic-escpos-80", "clone-58", "star-tsp"])
    func country(name: String) throws {
        let slip = try read(
            Slip(blocks: [.box("a#b@c", isTicked: false)]), try Sample.profile(name))
        #expect(slip.country == 0 && slip.words == "[ ] a#b@c")
        #expect(slip.startsClean)
    }

    @Test("B8 every code page says of its bytes what it says of its characters")
    func codePages() throws {
        for page in CodePage.allCases {
            let known = (UInt8.min...UInt8.max).filter { page.character(for: $0) != nil }
            #expect(known.count >= (page == .ascii ? 95 : 95 + 123))
            for byte in known {
                let character = try #require(page.character(for: byte))
                #expect(page.byte(for: character) == byte, "\(page) \(byte) \(character)")
            }
        }
        #expect(CodePage.cp858.byte(for: "€") == 0xD5)
        #expect(CodePage.cp850.byte(for: "€") == nil)
        #expect(CodePage.cp850.byte(for: "ã") == 0xC6)
        #expect(CodePage.cp437.byte(for: "ã") == nil)
        #expect(CodePage.wpc1252.byte(for: "ã") == 0xE3)
        #expect(CodePage.wpc1252.character(for: 0x81) == nil)
    }
}
