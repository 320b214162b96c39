import Foundation
import Office
import Testing

@testable import Settings

/// Content of `Kiosk/` in this repository.
@Suite(.timeLimit(.minutes(5))) struct RepositoryContentTests {
    static let today = CalendarDate(year: 2026, month: 11, day: 23)
    static let kiosk = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Kiosk").standardizedFileURL.path
    static let languages: [Language] = [.indonesian, .tetum, .portuguese, .english]
    /// Services written in all four languages.
    static let mostUsed = [
        "ktp-el", "kk", "akta-kelahiran", "skck", "paspor", "plb", "nib", "ak1", "npwp",
        "bpjs-kes",
    ]

    let bundle: SettingsBundle

    /// Loaded once for all tests here.
    private static let loaded = SettingsBundle.load(file: kiosk + "/kiosk.yaml", today: today)

    init() throws {
        #expect(Self.loaded.problems.map(\.description) == [])
        bundle = try #require(Self.loaded.value)
    }

    @Test("H1 the mall has eleven agencies and twenty-four services")
    func counts() {
        #expect(bundle.catalogue.agencies.count == 11)
        #expect(bundle.catalogue.services.count == 24)
        #expect(bundle.catalogue.occasions.count == 10)
        for agency in bundle.catalogue.agencies {
            #expect(!bundle.catalogue.services(of: agency.id).isEmpty, "\(agency.id) is empty")
        }
    }

    @Test("H1 every service has its six public components, a source and a date")
    func components() {
        for service in bundle.catalogue.services {
            #expect(service.isSample, "\(service.id)")
            #expect(service.variants.allSatisfy { !$0.requirements.isEmpty }, "\(service.id)")
            #expect(!service.procedure.isEmpty, "\(service.id)")
            for text in [service.time, service.cost, service.product, service.complaints] {
                #expect(!text.isEmpty, "\(service.id)")
            }
            #expect(!service.source.isEmpty && !service.keywords.isEmpty, "\(service.id)")
            #expect(Set(service.variants.map(\.id)).count == service.variants.count)
        }
        #expect(bundle.catalogue.stale(asOf: Self.today).isEmpty)
    }

    @Test("L1 eight services are offered on the welcome screen, each in its place")
    func featured() {
        #expect(bundle.catalogue.featured.compactMap(\.featured) == Array(1...8))
        #expect(bundle.catalogue.featured.map(\.id) == Array(Self.mostUsed.prefix(8)))
    }

    @Test("K4 agencies, services and occasions are named in all four languages")
    func names() {
        let names =
            bundle.catalogue.agencies.flatMap { [$0.name, $0.zone] }
            + bundle.catalogue.services.map(\.name) + bundle.catalogue.occasions.map(\.name)
        for name in names {
            #expect(Self.languages.allSatisfy(name.has), "\(name[.indonesian])")
        }
    }

    @Test("K4 the most used services are written in all four languages", arguments: mostUsed)
    func mostUsedServices(_ id: String) throws {
        let service = try #require(bundle.catalogue.service(id))
        let texts =
            service.variants.flatMap { [$0.name] + $0.requirements.map(\.text) }
            + service.procedure + [service.time, service.cost, service.product]
        for text in texts {
            #expect(Self.languages.allSatisfy(text.has), "\(text[.indonesian])")
        }
    }

    @Test("L2 every occasion leads to a service, and none twice to the same")
    func occasions() {
        for occasion in bundle.catalogue.occasions {
            #expect(Set(occasion.serviceIDs).count == occasion.serviceIDs.count)
            #expect(!occasion.serviceIDs.isEmpty)
        }
    }

    @Test("K4 every phrase stands in every language, and Tetum says what is unreviewed")
    func phrases() throws {
        #expect(bundle.phrases.languages == Self.languages)
        for language in Self.languages {
            #expect(bundle.phrases.missing(in: language).isEmpty)
        }
        for dictionary in bundle.phrases.dictionaries {
            #expect(dictionary.unreviewed.isSubset(of: dictionary.phrases.keys))
            #expect(!dictionary.phrases.values.contains(""))
        }
        let tetum = try #require(bundle.phrases.dictionaries.first { $0.language == .tetum })
        #expect(tetum.unreviewed.contains("rate.1"))
        #expect(!tetum.unreviewed.contains("back"))
    }

    @Test("K4 the most used services lack nothing in any language")
    func missingTranslations() {
        let missing = bundle.catalogue.missingTranslations(in: Self.languages)
        #expect(Set(missing.map(\.entry)).isDisjoint(with: Self.mostUsed))
        #expect(missing.count == 14 * 3, "the other fourteen stand in Indonesian")
    }

    @Test("K4 every phrase that screens and slips ask for is there")
    func phrasesOfTheCode() throws {
        let known = bundle.phrases.dictionaries[0].phrases
        let families = Set(
            known.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
        var asked: Set<String> = []
        for room in ["Screens", "Slips"] {
            let folder = Self.kiosk + "/../Sources/" + room
            let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
            for name in try #require(files) where name.hasSuffix(".swift") {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                for match in text.matches(of: /"([a-z]+(\.[A-Za-z0-9]+)+)"/)
                where families.contains(String(match.1.prefix { $0 != "." })) {
                    asked.insert(String(match.1))
                }
            }
        }
        asked.formUnion(ClosedReason.Word.allCases.map { "closed.\($0.rawValue)" })
        asked.formUnion(TicketState.allCases.map { "state.\($0.rawValue)" })
        asked.formUnion(VulnerableGroup.allCases.map { "group.\($0.rawValue)" })
        #expect(asked.count > 100)
        #expect(asked.subtracting(known.keys).sorted() == [])
    }

    @Test("J1 the settings of the repository show the defaults of the code")
    func defaults() {
        var expected = KioskSettings(
            terminal: bundle.settings.terminal, officeName: "", timeZone: .gmt)
        expected.office = bundle.settings.office
        // The hours in the file are an example, as its comment says.
        expected.hours = bundle.settings.hours
        expected.holidays = .folder("holidays")
        // So are the counters.
        expected.calling.counters = bundle.settings.calling.counters
        // And so are the millimetres, written out.
        expected.display.widthMillimetres = 217
        expected.display.heightMillimetres = 136
        #expect(bundle.settings == expected)
    }

    @Test("The screen writes antrean, as the dictionary does")
    func spelling() throws {
        let files = FileManager.default.enumerator(atPath: Self.kiosk)?.compactMap { $0 as? String }
        let texts = try #require(files).filter { $0.hasSuffix(".yaml") }
        #expect(texts.count > 15)
        for name in texts where name != "languages/id.yaml" {
            let text = try String(contentsOfFile: Self.kiosk + "/" + name, encoding: .utf8)
            #expect(!text.lowercased().contains("antrian"), "\(name)")
        }
        for phrase in bundle.phrases.dictionaries[0].phrases.values {
            #expect(!phrase.lowercased().contains("antrian"), "\(phrase)")
        }
    }

    @Test("G1 the nine questions stand by key, with four options, in all four languages")
    func questionnaire() {
        #expect(
            bundle.questionnaire.questions.map(\.id) == [
                "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku",
                "sarana", "pengaduan",
            ])
        for question in bundle.questionnaire.questions {
            #expect(question.options.count == 4)
            for text in [question.name, question.text] + question.options {
                #expect(Self.languages.allSatisfy(text.has), "\(text[.indonesian])")
            }
        }
        #expect(
            bundle.questionnaire.questions[3].options.map { $0[.indonesian] } == [
                "Sangat mahal", "Cukup mahal", "Murah", "Gratis",
            ])
    }

    @Test("G1 the profile asks sex, age band, education and occupation")
    func profile() {
        #expect(
            bundle.questionnaire.profile.map(\.id) == ["sex", "age", "education", "occupation"])
        #expect(
            bundle.questionnaire.profile[1].choices.map(\.id) == [
                "up-to-20", "21-30", "31-40", "41-50", "51-60", "over-60",
            ])
        for field in bundle.questionnaire.profile {
            for text in [field.text] + field.choices.map(\.text) {
                #expect(Self.languages.allSatisfy(text.has), "\(text[.indonesian])")
            }
        }
    }
}
