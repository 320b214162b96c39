import Drawing
import Errands
import Office

/// Plans of some of the screens. Each plan is a function of the context and names its own main and
/// back button.
protocol Views {
    var context: ScreenContext { get }
}

extension Views {
    var visit: Visit { context.visit }
    var facts: TerminalFacts { context.facts }
    var catalogue: Catalogue { context.content.catalogue }
    var phrases: PhraseBook { context.content.phrases }
    var words: Words { context.words }
    var language: Language { context.visit.language }

    // MARK: Buttons that several screens have

    var backButton: Button {
        Button(.back, words("back"), icon: .back, kind: .quiet)
    }

    /// Button that ends the visit at its last screen.
    var doneButton: Button {
        Button(.home, words("done"), icon: .check, kind: .primary)
    }

    /// Plan for an entry of the catalogue or the questionnaire that is gone.
    var missing: ScreenPlan {
        ScreenPlan(title: "", back: backButton) { _ in [] }
    }

    func serviceButton(_ service: Service) -> Button {
        Button(
            .service(service.id), service.name[language],
            subtitle: tileNews(of: service.id) ?? catalogue.agency(service.agencyID)?.short,
            icon: .document)
    }

    // MARK: Texts that several screens have

    /// Name of the service; empty: the catalogue has none.
    func name(of service: Service?) -> String { service?.name[language] ?? "" }

    /// Place in the office where the service is called; empty: not known.
    func zone(of service: Service?) -> String {
        guard let service else { return "" }
        return (service.zone ?? catalogue.agency(service.agencyID)?.zone)?[language] ?? ""
    }

    /// Variant that the visitor chose, else the first one; nil: the service has none.
    func variant(of service: Service) -> Variant? {
        visit.service.variantID.flatMap(service.variant) ?? service.variants.first
    }

    /// Printer's fault that the visitor should know before taking a number (B2); nil: none.
    var printerNotice: String? {
        printerFault.map { $0 + " " + words("printer.onScreen") }
    }

    var printerFault: String? {
        switch facts.printer {
        case .ready, .paperLow, .unknown, .none: nil
        default: words("printer.\(facts.printer.rawValue)")
        }
    }
}
