import Office

/// Invariants of paper: what the records claim against what came out.
enum PaperChecks {
    private static let isThis = "terminal = ?1 AND sequence = ?2 AND incarnation = ?3"

    /// States of a ticket and of its slips.
    struct States: Sendable {
        var state: TicketState
        var paper: PaperState
        /// States of the attempts, the newest last.
        var attempts: [PaperState]
    }

    /// Reads the states of a ticket; nil: it is lost.
    static func states(of id: TicketID, _ records: Inspector) throws -> States? {
        let row = try records.rows(
            """
            SELECT state, paper, (SELECT group_concat(state, ' ') FROM (
                SELECT state FROM print_attempt WHERE \(isThis) ORDER BY attempt))
            FROM ticket WHERE \(isThis)
            """, id.arguments
        ).first
        guard let row, let state = row[0].text.flatMap(TicketState.init(rawValue:)),
            let paper = row[1].text.flatMap(PaperState.init(rawValue:))
        else { return nil }
        let attempts = (row[2].text ?? "").split(separator: " ")
        return States(
            state: state, paper: paper,
            attempts: attempts.compactMap { PaperState(rawValue: String($0)) })
    }

    /// B1: at most one unmarked slip of a number came out; a ticket at a counter or past it was
    /// shown, or its slip may be on paper.
    static func unseenIsUncalled(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            let number = known.ticket.number
            let unmarked = known.pieces.filter { $0.mark == 0 }.count
            if unmarked > 1 { return "\(number) is on \(unmarked) slips without a mark" }
            guard let now = try evidence.states(of: known) else { continue }
            let mayBePaper = now.attempts.contains {
                $0 == .printed || $0 == .sent || $0 == .unknown
            }
            let isCallable = ![.reserved, .printing, .void, .expired, .returned].contains(now.state)
            if isCallable, !known.isShown, !mayBePaper {
                return "\(number) is \(now.state), neither shown nor printed"
            }
        }
        return nil
    }

    /// B4: a slip has its ticket's own number; the marks are those of copies that were asked for,
    /// and no mark comes out twice.
    static func copiesAreMarked(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            let number = known.ticket.number.description
            var marks: Set<Int> = []
            for piece in known.pieces {
                if piece.number != number {
                    return "a slip of \(number) says \(piece.number ?? "-")"
                }
                if piece.mark == 0 { continue }
                if piece.mark > known.copies {
                    return "\(number): copy \(piece.mark) of \(known.copies)"
                }
                if !marks.insert(piece.mark).inserted {
                    return "\(number): copy \(piece.mark) came out twice"
                }
            }
        }
        return nil
    }

    /// B10: what an earlier run left open has an end, and a ticket of which every attempt is *not
    /// printed* has no paper.
    static func nothingIsLeftOpen(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets where !known.pieces.isEmpty {
            guard let now = try evidence.states(of: known) else { continue }
            if now.attempts.allSatisfy({ $0 == .notPrinted }) {
                return "\(known.ticket.number) is not printed and on paper"
            }
        }
        guard evidence.isRecovered, evidence.touched == nil else { return nil }
        for row in evidence.truth.leftOpen {
            let isTicket = row[0] == .text("print_attempt")
            let now = try evidence.records.value(
                isTicket
                    ? "SELECT state FROM print_attempt WHERE \(isThis) AND attempt = ?4"
                    : "SELECT state FROM document_print WHERE \(isThis) AND ?4 = 1",
                Array(row[1..<5]))
            let expected = row[5] == .text("sending") ? "unknown" : "notPrinted"
            if now != .text(expected) { return "\(row) has become \(now), not \(expected)" }
        }
        return nil
    }

    /// B11: the ticket's paper is that of its newest attempt; a ticket is not kept from being called
    /// by paper that came out.
    static func paperIsApart(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            let number = known.ticket.number
            guard let now = try evidence.states(of: known) else { continue }
            if let newest = now.attempts.last, newest != now.paper {
                return "\(number): paper \(now.paper), newest attempt \(newest)"
            }
            if now.state == .printing, now.paper.isOnPaper {
                return "\(number) is \(now.paper) and can't be called"
            }
            if now.paper == .printed, !known.pieces.contains(where: \.isWhole) {
                return "\(number) is said to be printed and is on no paper"
            }
        }
        return nil
    }
}

/// Invariants of the survey.
enum SurveyChecks {
    /// G2: each token has at most one response, all responses that were told are there, and neither
    /// the journal nor the answers hold a token, a code or a time finer than half a day.
    static func answersAreNobodys(_ evidence: Evidence) throws -> String? {
        let truth = evidence.truth
        if let token = truth.spent.filter({ $0.value > 1 }).keys.min() {
            return "token \(token) counted \(truth.spent[token] ?? 0) times"
        }
        if evidence.touched != nil { return nil }
        let stored = try evidence.records.value("SELECT count(*) FROM survey_response").integer ?? 0
        let most = truth.responses + truth.uncertainResponses
        guard (Int64(truth.responses)...Int64(most)).contains(stored) else {
            return "\(truth.responses) responses were told, \(stored) are there"
        }
        let fine = try evidence.records.value(
            """
            SELECT count(*) FROM survey_response
            WHERE half_day NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [AP]M'
            """)
        if fine != .integer(0) { return "\(fine) responses tell their time" }
        for column in ["detail", "subject", "who", "what"] {
            let named = try evidence.records.value(
                """
                SELECT count(*) FROM journal WHERE \(column) IN (SELECT token FROM survey_token)
                    OR \(column) IN (SELECT code FROM ticket)
                """)
            if named != .integer(0) { return "the journal names a token or a code" }
        }
        let joined = try evidence.records.value(
            """
            SELECT count(*) FROM survey_profile
            WHERE choice IN (SELECT token FROM survey_token) OR choice IN (SELECT code FROM ticket)
            """)
        return joined == .integer(0) ? nil : "an answer names a token or a code"
    }
}
