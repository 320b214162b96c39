import Foundation
import Office
import Testing

@testable import Settings

/// Files as editors of all systems save them.
@Suite("Line ends and broken entries", .timeLimit(.minutes(5)))
struct LineEndTests {
    /// Catalogue of three services, of which the second lacks a quote at line 23.
    private static let oneQuoteMissing: String = {
        let services = (1...3).map { number in
            """
              - id: contoh-\(number)
                prefix: \(number == 2 ? "\"XB" : "X\(number)")
                name: Layanan contoh \(number)
                variants:
                  - id: baru
                    name: Baru
                    requirements:
                      - text: Surat permohonan
                        kind: original
                procedure: [Serahkan berkas]
                time: 1 hari
                cost: Gratis
                product: Surat
                complaints: kotak saran
                source: contoh
                checkedOn: 2026-11-20

            """
        }
        return
            "agency:\n  id: contoh\n  name: Dinas Contoh\n  short: CTH\n  zone: Zona X\nservices:\n"
            + services.joined()
    }()

    enum LineEnd: String, CaseIterable {
        case lf = "\n"
        case crlf = "\r\n"
        case cr = "\r"
        case mixed
        /// Only in the broken entry, as one editor of several leaves it.
        case crlfInEntry
    }

    static func with(_ end: LineEnd, _ text: String) -> String {
        let lines = text.components(separatedBy: "\n")
        return lines.enumerated().dropLast().map { index, line in
            switch end {
            case .mixed: line + ["\n", "\r\n", "\r"][index % 3]
            case .crlfInEntry: line + ((22...37).contains(index) ? "\r\n" : "\n")
            default: line + end.rawValue
            }
        }.joined()
    }

    @Test(
        "X1 H3 one missing quote leaves out one service of three, whatever ends the lines",
        arguments: LineEnd.allCases)
    func oneQuote(_ end: LineEnd) throws {
        let folder = try SettingsFolder()
        try folder.write("catalogue/civil.yaml", Self.with(end, Self.oneQuoteMissing))
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == ["contoh-1", "contoh-3"])
        #expect(loaded.errors.map(\.line) == [24], "\(loaded.errors)")
        #expect(loaded.errors.map(\.column) == [13], "\(loaded.errors)")
    }

    @Test("X1 J1 a problem has the line that an editor shows", arguments: LineEnd.allCases)
    func line(_ end: LineEnd) throws {
        let folder = try SettingsFolder()
        let text = Self.with(end, SettingsFolder.kiosk)
        try folder.write("kiosk.yaml", text)
        #expect(folder.settings().problems == [])
        try folder.write("kiosk.yaml", text.replacingOccurrences(of: "menu: 45", with: "menu: x"))
        #expect(places(folder.settings(), in: folder) == ["kiosk.yaml:10 timeouts.menu"])
    }

    @Test("X1 J1 what ends too early is named at its last line", arguments: ["", "\n"])
    func early(_ end: String) throws {
        let folder = try SettingsFolder()
        try folder.write("kiosk.yaml", "terminal: t1\nlanguages: [id, en\(end)")
        let lines = end.isEmpty ? [2] : [3]
        #expect(folder.settings().problems.map(\.line) == lines)
        try folder.write("catalogue/civil.yaml", "agency: {id: a}\nservices:\n  - id: \"x\(end)")
        #expect(folder.catalogue().errors.map(\.line).allSatisfy { (1...4).contains($0) })
    }

    @Test(
        "X1 J1 a line mark that no editor ends a line at does not count",
        arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
    func unusualMarks(_ mark: String) throws {
        let folder = try SettingsFolder()
        try folder.edit("kiosk.yaml", "name: Kantor", "name: Kantor\(mark)Belu # a\(mark)b")
        #expect(folder.settings().value?.office.name == "Kantor Belu")
        try folder.edit("kiosk.yaml", "menu: 45", "menu: x")
        #expect(places(folder.settings(), in: folder) == ["kiosk.yaml:10 timeouts.menu"])
    }

    @Test("X1 J1 a byte order mark at the beginning is no key")
    func byteOrderMark() throws {
        let folder = try SettingsFolder()
        try folder.write("kiosk.yaml", "\u{FEFF}" + SettingsFolder.kiosk)
        #expect(folder.settings().problems == [])
    }

    @Test("X1 H3 an entry with a byte that is no UTF-8 or no text is left out alone")
    func badByte() throws {
        for bad in [Data([0xE9]), Data([0x07]), Data([0x00])] {
            let folder = try SettingsFolder()
            let file = folder.file("catalogue/civil.yaml")
            var data = try #require(FileManager.default.contents(atPath: file))
            let place = try #require(data.range(of: Data("Akta".utf8)))
            data.insert(contentsOf: bad, at: place.upperBound)
            try data.write(to: URL(fileURLWithPath: file))
            let loaded = folder.catalogue()
            #expect(loaded.value?.services.map(\.id) == ["card"])
            #expect(loaded.errors.map(\.line) == [27], "\(loaded.errors)")
        }
    }

    @Test("J1 a byte that is no UTF-8 is named by its line")
    func badByteLine() throws {
        let folder = try SettingsFolder()
        let text = Data(SettingsFolder.kiosk.utf8)
        let place = try #require(text.range(of: Data("Kantor".utf8)))
        var data = text
        data.insert(0xE9, at: place.upperBound)
        try data.write(to: URL(fileURLWithPath: folder.file("kiosk.yaml")))
        #expect(folder.settings().problems.map(\.line) == [3])
    }

    @Test("X1 H3 two hundred broken entries take the time of two hundred whole ones")
    func manyBroken() throws {
        let folder = try SettingsFolder()
        let entries = (1...200).map { number in
            SettingsFolder.agency.components(separatedBy: "services:\n")[1]
                .components(separatedBy: "  - id: deed")[0]
                .replacingOccurrences(of: "id: card", with: "id: card\(number)")
                .replacingOccurrences(of: "product: Kartu", with: "product: \"Kartu")
        }
        let head = SettingsFolder.agency.components(separatedBy: "  - id: card")[0]
        try folder.write("catalogue/civil.yaml", head + entries.joined())
        let clock = ContinuousClock()
        var broken: Loaded<Catalogue>?
        let time = clock.measure { broken = folder.catalogue() }
        #expect(broken?.errors.count == 200)
        // Each entry is read twice, and both belong to the same machine at the same moment.
        try folder.write(
            "catalogue/civil.yaml",
            (head + entries.joined()).replacingOccurrences(of: "\"Kartu", with: "Kartu"))
        let whole = clock.measure { _ = folder.catalogue() }
        #expect(time < whole * 8, "\(time) against \(whole)")
    }
}
