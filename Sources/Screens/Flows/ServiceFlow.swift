import Errands
import Office

/// Way to a service: by agency, by occasion or by search, to its requirements and their printed list
/// (H1, H2).
struct ServiceFlow: Flow, Hashable {
    /// Variant of the service on the screen; nil: its first one.
    var variantID: Variant.ID?
    /// Indices of the requirements that the visitor ticked as brought.
    var ticked: Set<Int> = []
    /// Search whose results the screen awaits.
    var searchRequest: RequestID?
    /// Print of the last list. The list prints while the visitor goes on.
    var listRequest: RequestID?
    /// Print state of the last list; nil: none was asked for.
    var listPaper: PaperState?

    /// Whether the last search could not be made, so that nothing is known of its hits.
    var hasSearchFailed = false

    var isPrinting: Bool { listPaper?.isEnd == false }

    mutating func handle(_ input: FlowInput, in context: ScreenContext) -> Step {
        switch input {
        case .tap(let action): tap(action, context)
        case .edited: search(context)
        case .heard(.searchResults(let request, let services)):
            found(request, services, context)
        case .heard(.unanswered(let request)): unanswered(request, context)
        case .heard(.listPaper(let request, let state)): listPaper(request, state)
        case .printsAreSilent: giveUpList()
        case .heard, .scanned, .left, .deskIsSilent: .stay
        }
    }

    private mutating func tap(_ action: Action, _ context: ScreenContext) -> Step {
        let screen = context.visit.screen
        switch action {
        case .showAgencies: return .open(.agencies(.ticket))
        case .showRequirements: return .open(.agencies(.requirements))
        case .showOccasions: return .open(.occasions)
        case .showSearch: return .open(.search(Typing(), results: []))
        case .agency(let id):
            guard case .agencies(let purpose) = screen else { return .stay }
            return .open(.services(id, purpose))
        case .occasion(let id): return .open(.occasion(id))
        case .service(let id): return choose(id, context)
        case .variant(let id):
            variantID = id
            ticked = []
            return Step(.firstPage)
        case .showService: return screen.serviceID.map { .open(.service($0)) } ?? .stay
        case .showChecklist: return screen.serviceID.map { .open(.checklist($0)) } ?? .stay
        case .tick(let index):
            ticked.formSymmetricDifference([index])
            return .stay
        case .printRequirements: return printList(context)
        default: return .stay
        }
    }

    /// Opens the confirm screen of a service, or its own screen where the visitor came to read.
    private mutating func choose(_ id: Service.ID, _ context: ScreenContext) -> Step {
        guard let service = context.content.catalogue.service(id) else { return .stay }
        variantID = service.variants.first?.id
        ticked = []
        switch context.visit.screen {
        case .services(_, .requirements), .search, .occasion: return .open(.service(id))
        default: return .open(context.isClosed(id) ? .service(id) : .confirm(id))
        }
    }

    // MARK: Search

    private mutating func search(_ context: ScreenContext) -> Step {
        guard case .search(let typing, _) = context.visit.screen else { return .stay }
        searchRequest = context.nextRequest
        hasSearchFailed = false
        return Step(
            .firstPage, [.search(context.nextRequest, typing.text, context.visit.language)])
    }

    private mutating func found(
        _ request: RequestID, _ services: [Service.ID], _ context: ScreenContext
    ) -> Step {
        guard searchRequest == request else { return .stay }
        searchRequest = nil
        guard case .search(let typing, _) = context.visit.screen else { return .stay }
        return Step(.correct(.search(typing, results: services)))
    }

    private mutating func unanswered(_ request: RequestID, _ context: ScreenContext) -> Step {
        guard searchRequest == request else { return .stay }
        searchRequest = nil
        hasSearchFailed = true
        guard case .search(let typing, _) = context.visit.screen else { return .stay }
        return Step(.correct(.search(typing, results: [])))
    }

    // MARK: List of requirements

    private mutating func printList(_ context: ScreenContext) -> Step {
        guard let id = context.visit.screen.serviceID, context.facts.printer.canPrint, !isPrinting
        else { return .stay }
        listRequest = context.nextRequest
        listPaper = .queued
        let effect = Effect.printRequirements(
            context.nextRequest, id, variantID, ticked: ticked, context.visit.language)
        return Step(.stay, [effect], isNews: true)
    }

    private mutating func listPaper(_ request: RequestID, _ state: PaperState) -> Step {
        guard listRequest == request else { return .stay }
        listPaper = state
        // The visitor's time to read starts when the print ends.
        return Step(isNews: true, isActivity: state.isEnd)
    }

    private mutating func giveUpList() -> Step {
        guard isPrinting else { return .stay }
        listPaper = .unknown
        return Step(isActivity: true)
    }
}
