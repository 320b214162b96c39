package import Drawing
import Foundation
package import Office
import Settings
package import Slips
import TestSupport

/// Slips for the tests.
package enum Sample {
    /// Languages of the terminal, so that a phrase missing in a file is found.
    package static let phrases: PhraseBook = {
        LanguageLoader.load(
            folder: Repository.file("Kiosk/languages"), order: ["id", "tet", "pt", "en"]
        ).value ?? PhraseBook(dictionaries: [])
    }()

    /// Whether the terminal's fonts, and no others, were loaded. It happens once for all tests.
    package static let fonts: Bool = {
        do {
            try Fonts.load(configuration: Repository.file("Kiosk/fonts.conf"))
            return true
        } catch {
            return false
        }
    }()

    package static func shaper() -> TextShaper {
        _ = fonts
        return TextShaper()
    }

    package static func profile(_ name: String) throws -> PrinterProfile {
        let loaded = PrinterProfile.load(name: name, folder: Repository.file("Printers"))
        guard let profile = loaded.value else {
            throw NeverHappened(what: loaded.problems.map(\.description).joined(separator: "; "))
        }
        return profile
    }

    package static let service = Service(
        id: "ktp", agencyID: "dukcapil", prefix: "K",
        name: LocalizedText([
            .indonesian: "Perekaman dan pencetakan KTP-el",
            .portuguese: "Bilhete de identidade eletrónico: inscrição e impressão",
            .english: "Electronic identity card",
        ]),
        variants: [
            Variant(
                id: "new", name: LocalizedText([.indonesian: "Baru", .english: "New"]),
                requirements: [
                    Requirement(
                        text: LocalizedText([
                            .indonesian: "Kartu Keluarga", .portuguese: "Cartão de família",
                            .english: "Family card",
                        ]), kind: .originalAndCopies(2)),
                    Requirement(
                        text: LocalizedText([
                            .indonesian: "Berusia 17 tahun, sudah kawin, atau pernah kawin",
                            .english: "17 years old, or married now or before",
                        ]), kind: .condition),
                    Requirement(
                        text: "Surat keterangan pindah dari daerah asal bagi penduduk pendatang",
                        kind: .original),
                ])
        ],
        checkedOn: CalendarDate(year: 2026, month: 10, day: 1),
        zone: LocalizedText([.indonesian: "Zona A, loket 3", .english: "Zone A, counter 3"]))

    package static let catalogue = Catalogue(
        agencies: [
            Agency(
                id: "dukcapil",
                name: "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Belu",
                short: "Dukcapil", zone: "Zona A, loket 3-5")
        ],
        services: [service])

    package static let writer = SlipWriter(
        officeName: "Mal Pelayanan Publik Timor Atambua", address: "Atambua",
        complaints: LocalizedText([
            .indonesian: "meja informasi atau lapor.go.id",
            .english: "information desk or lapor.go.id",
        ]),
        catalogue: catalogue, phrases: phrases,
        zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt, zoneName: "WITA")

    package static func ticket(
        _ number: Int = 12, prefix: String = "K", language: Language = .indonesian,
        reprints: Int = 0
    ) -> Ticket {
        Ticket(
            id: TicketID(terminal: "belu1", sequence: Int64(number)),
            number: TicketNumber(prefix: prefix, value: number),
            businessDate: CalendarDate(year: 2026, month: 11, day: 23), serviceID: "ktp",
            variantID: "new", language: language,
            // 09:05 WITA.
            issuedAt: Date(timeIntervalSince1970: 1_795_395_900), reprints: reprints,
            code: "7KQ2M9XA", surveyToken: "ABCDE12345")
    }

    package static func slip(_ language: Language = .indonesian, copy: Int = 0) -> Slip {
        writer.ticket(
            ticket(language: language, reprints: copy), peopleAhead: 3, waitMinutes: 15...30,
            ticked: [0], copy: copy)
    }
}
