/// State of text entry in a screen's field.
package struct Typing: Hashable, Sendable {
    package enum Layer: Hashable, Sendable { case letters, symbols }

    /// Maximum number of characters.
    package static let maximumLength = 40

    package var text = ""
    package var layer = Layer.letters
    /// Whether the next letter is a capital. It ends after one key (T42).
    package var shift = false
    /// Alternate letters of the key that is held.
    package var alternates: [String] = []

    package init(text: String = "", layer: Layer = .letters) {
        self.text = text
        self.layer = layer
    }
}

extension Typing {
    /// Handles a letter of the on-screen keyboard. Words begin with a capital.
    mutating func press(_ letter: String) {
        let isFirst = text.isEmpty || text.hasSuffix(" ")
        write(shift || isFirst ? letter : letter.lowercased())
    }

    /// Appends text, up to the maximum length.
    mutating func write(_ more: String) {
        guard text.count < Self.maximumLength else { return }
        text += more
        shift = false
        alternates = []
    }

    mutating func erase() {
        if !text.isEmpty { text.removeLast() }
        alternates = []
    }

    mutating func changeLayer() {
        layer = layer == .letters ? .symbols : .letters
        alternates = []
    }
}

extension Screen {
    /// Text entry of this screen; nil: it has no field.
    var typing: Typing? {
        switch self {
        case .search(let typing, _), .whereAmI(let typing, _), .surveyCode(let typing): typing
        default: nil
        }
    }

    /// Changes the text entry, if this screen has a field.
    mutating func edit(_ change: (inout Typing) -> Void) {
        switch self {
        case .search(var typing, let results):
            change(&typing)
            self = .search(typing, results: results)
        case .whereAmI(var typing, _):
            change(&typing)
            self = .whereAmI(typing, notFound: false)
        case .surveyCode(var typing):
            change(&typing)
            self = .surveyCode(typing)
        default: break
        }
    }
}
