/// `DLE EOT 1` to `4`, one at a time: an answer does not say what was asked. In Star's language the
/// one question whose answer says all.
struct StatusQuestions {
    private let limit: Duration
    private let language: DialogueSettings.Language
    private(set) var current: (question: UInt8, deadline: Duration)?
    private var open: [UInt8] = []
    /// What this printer knows; one that left a question open is not asked it again.
    private(set) var known: [UInt8]
    /// Nothing else is under way that could keep an answer back.
    private var isFirst = true
    /// In this round the very first question found no answer.
    private(set) var isSilent = false

    /// `known`: as an earlier asker found it; nil where nobody asked yet.
    init(
        limit: Duration, language: DialogueSettings.Language = .escpos, known: [UInt8]? = nil
    ) {
        self.limit = limit
        self.language = language
        self.known = known ?? (language == .star ? [1] : [1, 2, 3, 4])
    }

    /// The first question, for messages.
    var name: String { language == .star ? "ESC ACK SOH" : "DLE EOT 1" }

    var isDone: Bool { current == nil && open.isEmpty }

    /// Begins a round. A question that is still under way stays so. `whileBusy`: there may be room
    /// for one only, and what stops a slip comes first.
    mutating func begin(whileBusy: Bool = false) {
        isSilent = false
        isFirst = isFirst && !whileBusy
        open = (whileBusy ? [2, 4, 3, 1] : [1, 2, 3, 4]).filter {
            known.contains($0) && $0 != current?.question
        }
    }

    /// The bytes of the next question, where one is due.
    mutating func next(at now: Duration) -> [UInt8]? {
        guard current == nil, !open.isEmpty else { return nil }
        let question = open.removeFirst()
        current = (question, now + limit)
        return language == .star ? [0x1B, 0x06, 0x01] : [0x10, 0x04, question]
    }

    /// The question that an answer belongs to; nil for an answer that nobody asked for.
    mutating func answered() -> UInt8? {
        defer { current = nil }
        return current?.question
    }

    /// Gives up a question that has waited too long.
    mutating func tick(at now: Duration) {
        guard let current, now >= current.deadline else { return }
        self.current = nil
        // An answer that is only late would be taken for that to the next question.
        open = []
        if current.question == 1 {
            isSilent = true
        } else if isFirst {
            known.removeAll { $0 >= current.question }
        }
    }
}
