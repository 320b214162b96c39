package import Wire

/// Call of the API that daemon and client share: what is sent and what comes back, by type.
package struct Route<Query: RouteInput, Body: RouteInput, Answer: RouteAnswer>: Sendable {
    package let facts: RouteFacts

    /// Creates the route. `path` has its parameters in braces; they are fields of `Query`, as are
    /// the parameters behind the question mark.
    init(
        _ method: RouteFacts.Method, _ path: String, _ name: String, right: Right,
        door: Door = .socket, patienceSeconds: Int = RouteFacts.usualPatienceSeconds,
        summary: String, refusals: [Refusal.Code: String] = [:]
    ) {
        facts = RouteFacts(
            method: method, path: path, name: name, right: right, door: door,
            patienceSeconds: patienceSeconds, summary: summary, refusals: refusals,
            query: Shape(ofInput: Query.self), body: Shape(ofInput: Body.self),
            answer: Answer.form)
    }
}

/// Right that a caller needs for a route.
package enum Right: String, CaseIterable, Sendable {
    /// Looking at the terminal, its queue and its devices.
    case look
    /// Changing a ticket or printing it again, on record.
    case tickets
    /// Orders of an officer at a counter.
    case call
    /// Calling a given ticket before its turn, on record (D9).
    case callGiven
    /// Opening and closing the office whatever its hours say, on record (F1).
    case office
    /// Work at the terminal: printer, paper, touchscreen and screen.
    case service
    /// Deciding about the clock. Only root has it, since the clock is the machine's (L8).
    case clock
    /// Touching the screen from outside. The setting `control.tap` gives it.
    case touch
}

/// Listener that a route is served by.
package enum Door: String, CaseIterable, Sendable {
    /// Control socket, for root and the group `loket` (J4).
    case socket
    /// Page of the memory display on 127.0.0.1.
    case page
}

/// Facts about a route, without its types.
package struct RouteFacts: Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// Time in seconds that a caller waits for an answer.
    package static let usualPatienceSeconds = 15

    package let method: Method
    /// Path with its parameters in braces, as `/v1/tickets/{ticket}`.
    package let path: String
    /// Unique name, as `ticketShow`.
    package let name: String
    package let right: Right
    package let door: Door
    /// Time in seconds that a caller waits for the answer.
    package let patienceSeconds: Int
    /// Time in seconds within which the daemon answers, whatever it waits for: a little less than the
    /// caller's patience. Nil where the answer has no end or a limit of its own.
    package var limitSeconds: Int? {
        switch name {
        case "events", "waitIdle": nil
        default: max(1, patienceSeconds - 2)
        }
    }
    package let summary: String
    /// Refusals of this route beside those of all (`commonRefusals`), each with a sentence.
    package let refusals: [Refusal.Code: String]
    package let query: Shape
    package let body: Shape
    package let answer: AnswerForm

    /// Refusals that any route may answer with.
    package static let commonRefusals: [Refusal.Code: String] = [
        .invalid: "A field has a wrong value or is missing; `field` names it.",
        .forbidden: "The caller has no right to this.",
        .tooLarge: "The body is larger than 64 KiB.",
        .failed: "The daemon has a fault; its log has the cause.",
        .unavailable: "The terminal can't do it for now: its disk is full, for example.",
        .atFault: "The terminal shows its fault screen; the sentence names the fault.",
    ]

    /// Sentence for a refusal of this route that brings none.
    package func sentence(for code: Refusal.Code) -> String {
        refusals[code] ?? code.sentence
    }

    /// Names of the parameters in the path.
    package var pathNames: [String] {
        path.split(separator: "/").compactMap(Self.parameter)
    }

    static func parameter(_ part: Substring) -> String? {
        part.hasPrefix("{") && part.hasSuffix("}") ? String(part.dropFirst().dropLast()) : nil
    }

    /// Values of the path's parameters, still encoded for a URL; nil where the path is another.
    package func match(_ path: Substring) -> [String: Substring]? {
        let wanted = self.path.split(separator: "/", omittingEmptySubsequences: false)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard wanted.count == parts.count else { return nil }
        var found: [String: Substring] = [:]
        for (want, part) in zip(wanted, parts) {
            if let name = Self.parameter(want) {
                if part.isEmpty { return nil }
                found[name] = part
            } else if want != part {
                return nil
            }
        }
        return found
    }
}
