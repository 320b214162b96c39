import Foundation

/// Settings of a large office that has never been: 10 agencies with 20 services each, and a counter
/// for every four services.
struct HallOffice {
    static let counters = 50
    static let services = (0..<200).map { "layanan-\($0 + 1)" }

    /// Folder to write the settings to.
    let folder: String
    /// Folder of the settings that give languages, fonts and the like.
    let kiosk: String

    var config: String { folder + "/kiosk.yaml" }

    func write() throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/catalogue", withIntermediateDirectories: true)
        try settings.write(toFile: config, atomically: true, encoding: .utf8)
        for agency in 0..<10 {
            try Self.catalogue(of: agency).write(
                toFile: "\(folder)/catalogue/dinas-\(agency + 1).yaml", atomically: true,
                encoding: .utf8)
        }
    }

    /// No pause from call to call, since a day is played in two minutes; an absence ends a ticket.
    private var settings: String {
        """
        terminal: bench1
        office:
          name: Mal Pelayanan Publik Uji
          timezone: Asia/Makassar
        catalogue: catalogue
        languageFolder: \(kiosk)/languages
        languages: [id, tet, pt, en]
        questionnaire: \(kiosk)/questionnaire.yaml
        keyboard: \(kiosk)/keyboards/latin.yaml
        printers: \(kiosk)/../Printers
        fonts: \(kiosk)/fonts.conf
        display:
          backend: memory:1280x800
          widthMillimetres: 217
          heightMillimetres: 136
        sound:
          device: null
        calling:
          nextPause: 0
          recallGap: 0
          absences: 1
          usualTime: 5
        counters:

        """ + (0..<Self.counters).map(Self.counter).joined()
    }

    /// Counter with four services of its own, and the next four where nobody waits for those.
    private static func counter(_ index: Int) -> String {
        let primary = services[(4 * index)..<(4 * index + 4)]
        let secondary = index % 5 == 4 ? [] : services[(4 * index + 4)..<(4 * index + 8)]
        return """
              - id: "\(index + 1)"
                number: \(index + 1)
                zone: \(["A", "B", "C", "D", "E"][index / 10])
                primary: [\(primary.joined(separator: ", "))]
                secondary: [\(secondary.joined(separator: ", "))]

            """
    }

    private static func catalogue(of agency: Int) -> String {
        """
        agency:
          id: dinas-\(agency + 1)
          name: Dinas Uji \(agency + 1)
          short: Dinas \(agency + 1)
          zone: Zona \(agency + 1)
        services:

        """
            + (0..<20).map { index in
                """
                  - id: \(services[20 * agency + index])
                    prefix: \(["A", "B", "C", "D", "E", "F", "G", "H", "J", "K"][agency])\(index + 1)
                    name: Izin uji nomor \(20 * agency + index + 1)
                    keywords: [uji, izin]
                    variants:
                      - id: baru
                        name: Baru
                        requirements:
                          - text: Kartu Tanda Penduduk
                            kind: original
                          - text: Kartu Keluarga
                            kind: copies
                            count: 2
                    procedure:
                      - Serahkan berkas di loket
                      - Tunggu panggilan
                    time: 3 hari kerja
                    cost: Gratis
                    product: Surat izin
                    complaints: Kotak saran
                    source: Contoh untuk pengukuran
                    checkedOn: 2026-11-20
                    sample: true

                """
            }.joined()
    }
}
