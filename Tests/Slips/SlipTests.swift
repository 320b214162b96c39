import Foundation
import Office
import SlipSamples
import Testing

@testable import Slips

@Suite("What stands on a slip", .timeLimit(.minutes(10)))
struct SlipTests {
    private func words(_ slip: Slip) -> [String] {
        slip.blocks.compactMap { block in
            switch block {
            case .text(let text, _, _, _), .number(let text), .qr(let text): text
            case .box(let text, let isTicked): (isTicked ? "[x] " : "[ ] ") + text
            case .rule, .space: nil
            }
        }
    }

    @Test("B8 the slip carries office, agency, service, number, time with zone, queue and place")
    func everythingIsThere() {
        let text = words(Sample.slip()).joined(separator: "\n")
        for part in [
            "Mal Pelayanan Publik Timor Atambua", "Dinas Kependudukan", "Perekaman dan pencetakan",
            "K-012", "23 November 2026", "09.05 WITA", "3 orang", "15 sampai 30 menit",
            "Zona A, loket 3", "7KQ2M9XA", "ABCDE12345", "lapor.go.id",
        ] {
            #expect(text.contains(part), "\(part) is missing in \(text)")
        }
        #expect(Sample.slip().blocks.contains(.qr("7KQ2M9XA")))
        #expect(Sample.slip().blocks.contains(.number("K-012")))
    }

    @Test("E2 a wait that nobody knows is not yet known, and never a number")
    func unknownWait() {
        let slip = Sample.writer.ticket(Sample.ticket(), peopleAhead: 3, waitMinutes: nil)
        #expect(words(slip).contains { $0.contains("belum dapat diperkirakan") })
        #expect(!words(slip).contains { $0.contains("menit") })
    }

    @Test("B11 boxes are in the visitor's language, and in Indonesian where that differs")
    func boxesInTwoLanguages() {
        let boxes = words(Sample.slip(.english)).filter { $0.hasPrefix("[") }
        #expect(
            boxes == [
                "[ ] 17 years old, or married now or before / "
                    + "Berusia 17 tahun, sudah kawin, atau pernah kawin",
                "[ ] Surat keterangan pindah dari daerah asal bagi penduduk pendatang (asli)",
                "[x] Family card (original and 2 copies) / "
                    + "Kartu Keluarga (asli dan fotokopi 2 lembar)",
            ])
        let indonesian = words(Sample.slip()).filter { $0.hasPrefix("[") }
        #expect(indonesian.allSatisfy { !$0.contains(" / ") })
        #expect(indonesian.count == 3)
    }

    @Test(
        "B4 a slip printed again has the same number and first time, and the mark",
        arguments: [Language.indonesian, .english, .portuguese, .tetum])
    func reprintIsMarked(language: Language) {
        let first = words(Sample.slip(language))
        let again = words(Sample.slip(language, copy: 2))
        #expect(!first.contains { $0.contains("CETAK ULANG") })
        #expect(again.filter { $0.contains("CETAK ULANG 2") }.count == 1)
        #expect(again.filter { !$0.contains("CETAK ULANG") } == first)
    }

    @Test(
        "K4 no slip shows the key of a phrase in any language",
        arguments: [Language.indonesian, .english, .portuguese, .tetum])
    func noKeys(language: Language) {
        let slips = [
            Sample.slip(language, copy: 1),
            Sample.writer.requirements(
                of: Sample.service, variant: Sample.service.variants[0], ticked: [],
                language: language, at: Date(timeIntervalSince1970: 0)),
            Sample.writer.test(at: Date(timeIntervalSince1970: 0), printer: "virtual"),
        ]
        for text in slips.flatMap(words) {
            for mark in ["slip.", "kind.", "month.", "time.", "{", "}"] {
                #expect(!text.contains(mark), "\(text)")
            }
        }
    }

    @Test("H2 a list to take home has every requirement and no number")
    func list() {
        let slip = Sample.writer.requirements(
            of: Sample.service, variant: Sample.service.variants[0], ticked: [1],
            language: .indonesian, at: Date(timeIntervalSince1970: 0))
        let boxes = words(slip).filter { $0.hasPrefix("[") }
        #expect(boxes.map { $0.prefix(3) } == ["[ ]", "[ ]", "[x]"], "what is missing on top")
        #expect(
            !slip.blocks.contains { if case .number = $0 { true } else { false } })
    }
}
