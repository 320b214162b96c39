/// Counters, their orders, and what becomes of tickets at them.
extension Wire {
    /// Reasons for which visitors are not served.
    package static let notServedReasons = [
        "agency-away", "network-down", "documents-missing", "closing", "other",
    ]
    /// Reasons for which a counter pauses.
    package static let pauseReasons = [
        "rest", "meal", "prayer", "meeting", "technical", "other",
    ]
    /// Groups of visitors who go before others.
    package static let groups = ["elderly", "pregnant", "disability", "infant"]

    package struct CounterName: Codable, Sendable, Equatable {
        /// Name of a counter in the settings.
        package var counter: String

        package init(_ counter: String) { self.counter = counter }
    }

    /// Order of an officer. `id` makes it once: a press that is sent again has the same one.
    package struct Press: Codable, Sendable, Equatable {
        /// Identity of the press, made where the finger is.
        package var id: String
        /// Order: next, recall, no-show, serve, finish, not-served, hold, resume, transfer, open,
        /// pause, close.
        package var order: String
        /// Reason of `not-served` or `pause`, as a word.
        package var reason: String?
        /// Ticket of `resume`: its number of today, code or identity.
        package var ticket: String?
        /// Service that `transfer` passes the visitor on to.
        package var toService: String?
        /// Counter that `transfer` passes the visitor on to.
        package var toCounter: String?

        package init(
            id: String, order: String, reason: String? = nil, ticket: String? = nil,
            toService: String? = nil, toCounter: String? = nil
        ) {
            self.id = id
            self.order = order
            self.reason = reason
            self.ticket = ticket
            self.toService = toService
            self.toCounter = toCounter
        }

        /// Words of all orders.
        package static let orders = [
            "next", "recall", "no-show", "serve", "finish", "not-served", "hold", "resume",
            "transfer", "open", "pause", "close",
        ]
    }

    /// Call of a given ticket to a counter.
    package struct GivenCall: Codable, Sendable, Equatable {
        /// Identity of the press, made where the finger is.
        package var id: String
        package var ticket: String
        /// Why this visitor goes before others; kept beside the record.
        package var reason: String

        package init(id: String, ticket: String, reason: String) {
            self.id = id
            self.ticket = ticket
            self.reason = reason
        }
    }

    package struct PressAnswer: Codable, Sendable, Equatable {
        package var counter: String
        /// Row of the journal that is the answer, by its identity.
        package var entry: String
        /// Transition, as in the journal: `ticket.called`, `counter.paused`; `counter.idle` where
        /// nobody waits.
        package var what: String
        /// Ticket that it is about, as it is now.
        package var ticket: Ticket?
        /// Ticket that was finished on the way.
        package var finished: Ticket?
        /// Whether the press had been done before, and this is its answer once more.
        package var isRepeat: Bool

        package init(
            counter: String, entry: String, what: String, ticket: Ticket?, finished: Ticket?,
            isRepeat: Bool
        ) {
            self.counter = counter
            self.entry = entry
            self.what = what
            self.ticket = ticket
            self.finished = finished
            self.isRepeat = isRepeat
        }
    }

    package struct Counter: Codable, Sendable, Equatable {
        package var id: String
        package var number: Int
        package var place: String
        package var zone: String
        package var classes: String
        package var primary: [String]
        package var secondary: [String]
        /// State: open, paused or closed.
        package var state: String
        /// Reason of a pause.
        package var reason: String?
        /// Moment since which it has the state; nil: it was never opened.
        package var since: String?
        /// Ticket at the counter.
        package var ticket: Ticket?
        /// Moment of its call.
        package var calledAt: String?
        /// Whether it is open for so long that it was surely forgotten (D11).
        package var isForgotten: Bool
        /// Number of tickets that it may call, those of counters beside it included.
        package var waiting: Int

        package init(
            id: String, number: Int, place: String, zone: String, classes: String,
            primary: [String], secondary: [String], state: String, reason: String?, since: String?,
            ticket: Ticket?, calledAt: String?, isForgotten: Bool, waiting: Int
        ) {
            self.id = id
            self.number = number
            self.place = place
            self.zone = zone
            self.classes = classes
            self.primary = primary
            self.secondary = secondary
            self.state = state
            self.reason = reason
            self.since = since
            self.ticket = ticket
            self.calledAt = calledAt
            self.isForgotten = isForgotten
            self.waiting = waiting
        }
    }

    /// Ticket that a counter would call now.
    package struct Choice: Codable, Sendable, Equatable {
        package var counter: String
        /// Number of the ticket; nil: nobody waits whom the counter may call.
        package var number: String?
        /// Rule that decides, in one sentence.
        package var sentence: String

        package init(counter: String, number: String?, sentence: String) {
            self.counter = counter
            self.number = number
            self.sentence = sentence
        }
    }

    /// Order about all that wait for a service: `to` moves them, `reason` ends them.
    package struct MoveRequest: Codable, Sendable, Equatable {
        package var service: String
        /// Service to which they are moved.
        package var to: String?
        /// Reason for which they are not served, as a word.
        package var reason: String?

        package init(service: String, to: String? = nil, reason: String? = nil) {
            self.service = service
            self.to = to
            self.reason = reason
        }
    }

    package struct MoveAnswer: Codable, Sendable, Equatable {
        /// Number of tickets that were moved or ended.
        package var count: Int

        package init(count: Int) { self.count = count }
    }

    /// Ticket for somebody who can't use the glass.
    package struct IssueWish: Codable, Sendable, Equatable {
        package var service: String
        package var variant: String?
        /// Group of the visitor: elderly, pregnant, disability, infant; nil: none.
        package var group: String?
        /// Language of the slip; nil: the office's first.
        package var language: String?
        /// Whether a slip is printed at the terminal.
        package var paper: Bool

        package init(
            service: String, variant: String? = nil, group: String? = nil,
            language: String? = nil, paper: Bool = true
        ) {
            self.service = service
            self.variant = variant
            self.group = group
            self.language = language
            self.paper = paper
        }
    }

    package struct ClassWish: Codable, Sendable, Equatable {
        /// Group of the visitor: elderly, pregnant, disability, infant; nil: none.
        package var group: String?

        package init(group: String? = nil) { self.group = group }
    }

    /// Row of the journal about a ticket.
    package struct HistoryLine: Codable, Sendable, Equatable {
        package var at: String
        package var who: String
        package var what: String
        package var detail: String?
        /// Reason in words that a person gave.
        package var note: String?

        package init(
            at: String, who: String, what: String, detail: String?, note: String? = nil
        ) {
            self.at = at
            self.who = who
            self.what = what
            self.detail = detail
            self.note = note
        }
    }
}
