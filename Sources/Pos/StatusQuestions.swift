/// Questions `DLE EOT 1` to `4`, one at a time, since an answer does not name its question. Star's
/// language has a single question whose answer covers all.
struct StatusQuestions {
    private let limit: Duration
    private let language: DialogueSettings.Language
    private(set) var current: (question: UInt8, deadline: Duration)?
    private var open: [UInt8] = []
    /// Questions that this printer answers. One that stayed unanswered is not asked again.
    private(set) var known: [UInt8]
    /// Whether nothing else is in transit that could delay an answer.
    private var isFirst = true
    /// Whether the very first question of this round stayed unanswered.
    private(set) var isSilent = false

    /// Creates the questions. `known` comes from an earlier query; nil: none yet.
    init(
        limit: Duration, language: DialogueSettings.Language = .escpos, known: [UInt8]? = nil
    ) {
        self.limit = limit
        self.language = language
        self.known = known ?? (language == .star ? [1] : [1, 2, 3, 4])
    }

    /// Name of the first question, for messages.
    var name: String { language == .star ? "ESC ACK SOH" : "DLE EOT 1" }

    var isDone: Bool { current == nil && open.isEmpty }

    /// Begins a round. A pending question stays pending. `whileBusy`: there may be room for one
    /// question only, and what stops a slip comes first.
    mutating func begin(whileBusy: Bool = false) {
        isSilent = false
        isFirst = isFirst && !whileBusy
        open = (whileBusy ? [2, 4, 3, 1] : [1, 2, 3, 4]).filter {
            known.contains($0) && $0 != current?.question
        }
    }

    /// Returns the bytes of the next question; nil: none is due.
    mutating func next(at now: Duration) -> [UInt8]? {
        guard current == nil, !open.isEmpty else { return nil }
        let question = open.removeFirst()
        current = (question, now + limit)
        return language == .star ? [0x1B, 0x06, 0x01] : [0x10, 0x04, question]
    }

    /// Returns the question that an answer belongs to; nil for an unexpected answer.
    mutating func answered() -> UInt8? {
        defer { current = nil }
        return current?.question
    }

    /// Gives up a question that has waited too long.
    mutating func tick(at now: Duration) {
        guard let current, now >= current.deadline else { return }
        self.current = nil
        // A late answer would be taken for the answer to the next question.
        open = []
        if current.question == 1 {
            isSilent = true
        } else if isFirst {
            known.removeAll { $0 >= current.question }
        }
    }
}
