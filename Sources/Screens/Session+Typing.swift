import Errands
import Office

/// Text entry on the screens with a field.
extension Session {
    /// Text entry of the current screen; nil: it has no field.
    var typing: Typing? {
        switch visit.screen {
        case .search(let typing, _), .whereAmI(let typing, _), .surveyCode(let typing): typing
        default: nil
        }
    }

    mutating func editTyping(_ edit: (inout Typing) -> Void) {
        switch visit.screen {
        case .search(var typing, let results):
            edit(&typing)
            visit.screen = .search(typing, results: results)
        case .whereAmI(var typing, _):
            edit(&typing)
            visit.screen = .whereAmI(typing, notFound: false)
        case .surveyCode(var typing):
            edit(&typing)
            visit.screen = .surveyCode(typing)
        default: break
        }
    }

    /// Handles a key of the on-screen keyboard. Words begin with a capital.
    mutating func type(_ letter: String) -> [Effect] {
        let isFirst = typing.map { $0.text.isEmpty || $0.text.hasSuffix(" ") } ?? false
        return write(typing?.shift == true || isFirst ? letter : letter.lowercased())
    }

    /// Appends text to the field, up to `Typing.maximumLength` characters.
    mutating func write(_ text: String) -> [Effect] {
        editTyping { typing in
            guard typing.text.count < Typing.maximumLength else { return }
            typing.text += text
            typing.shift = false
            typing.alternates = []
        }
        return search()
    }

    mutating func erase() -> [Effect] {
        editTyping { typing in
            if !typing.text.isEmpty { typing.text.removeLast() }
            typing.alternates = []
        }
        return search()
    }

    /// Shows the alternate letters of a key held for the long-press time (T42).
    mutating func hold(_ action: Action) {
        guard case .letter(let letter) = action else { return }
        let alternates = content.keyboard.alternates[letter] ?? []
        editTyping { $0.alternates = alternates }
    }

    private mutating func search() -> [Effect] {
        guard case .search(let typing, _) = visit.screen else { return [] }
        visit.page = 0
        let request = request()
        visit.pending = request
        return [.search(request, typing.text, visit.language)]
    }

    mutating func results(_ request: RequestID, _ services: [Service.ID]) {
        guard visit.pending == request else { return }
        visit.pending = nil
        guard case .search(let typing, _) = visit.screen else { return }
        visit.screen = .search(typing, results: services)
    }
}
