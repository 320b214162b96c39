import Office
import Records
import Simulator
import Testing

/// Worlds that are broken on purpose, so that every invariant is seen to fail.
@Suite("Invariants find what is broken", .timeLimit(.minutes(30)))
struct InvariantTests {
    /// Breaks a simulated world, and looks at it by one invariant.
    private func found(
        _ invariant: Invariant, _ breaking: @Sendable @escaping (inout Evidence) throws -> Void
    ) async throws -> String? {
        try await Simulated.run(seed: 4, days: 1) { simulation in
            try #require(simulation.fault == nil, "\(simulation.fault.map { "\($0)" } ?? "")")
            let inspector = try #require(simulation.inspector)
            var evidence = Evidence(
                records: inspector, truth: simulation.truth, incarnation: simulation.incarnation)
            try #require(try invariant.fault(evidence) == nil)
            try breaking(&evidence)
            return try invariant.fault(evidence)
        }
    }

    @Test("A1 a gap, a number given twice and a number held twice are found")
    func numbers() async throws {
        let gap = try await found(.numbersGoOn) {
            try $0.records.rows("UPDATE ticket SET value = value + 500 WHERE sequence = 1")
        }
        #expect(gap?.contains("numbers from") == true)
        let twice = try await found(.numbersGoOn) { evidence in
            evidence.truth.rangedServices = []
            let id = try #require(evidence.truth.order.first)
            var other = try #require(evidence.truth.tickets[id])
            other.ticket.id.sequence = 9_999
            evidence.truth.order.append(other.ticket.id)
            evidence.truth.tickets[other.ticket.id] = other
        }
        #expect(twice?.contains("given twice") == true)
    }

    @Test("A2 a wrong date and a date that goes back are found") func dates() async throws {
        let wrong = try await found(.datesGoOn) { evidence in
            let id = try #require(evidence.truth.order.first)
            evidence.truth.tickets[id]?.expectedDate = CalendarDate(year: 2031, month: 1, day: 1)
        }
        #expect(wrong?.contains("2031-01-01") == true)
        let back = try await found(.datesGoOn) {
            try $0.records.rows("UPDATE ticket SET business_date = '2001-01-01' WHERE sequence = 5")
        }
        #expect(back?.contains("2001-01-01") == true)
    }

    @Test("A3 a ticket that still waits and a deleted one are found") func days() async throws {
        let waits = try await found(.daysEndInOrder) {
            $0.truth.turnedTo = CalendarDate(year: 2040, month: 1, day: 1)
            try $0.records.rows("UPDATE ticket SET state = 'waiting' WHERE sequence = 1")
        }
        #expect(waits?.contains("still wait") == true)
        let deleted = try await found(.daysEndInOrder) {
            try $0.records.rows("DELETE FROM ticket WHERE sequence = 3")
        }
        #expect(deleted?.contains("are there") == true)
    }

    @Test("A4 a lost ticket, half a ticket and a lost row of the journal are found")
    func whole() async throws {
        let changes = [
            "DELETE FROM ticket WHERE sequence = 2", "DELETE FROM survey_token",
            "DELETE FROM last_number", "DELETE FROM print_attempt WHERE sequence = 2",
            "DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)",
            "UPDATE journal SET subject = 'nothing' WHERE what = 'ticket.issued'",
        ]
        for change in changes {
            let what = try await found(.ticketsAreWhole) { try $0.records.rows(change) }
            #expect(what != nil, "\(change)")
        }
    }

    @Test("A5 another number, code, token, date, time or service is found")
    func stays() async throws {
        let changes = [
            "value = 777", "code = 'X'", "survey_token = 'Y'", "business_date = '2030-01-01'",
            "issued_at = 1.0", "service = 'nothing'", "prefix = 'ZZ'",
        ]
        for change in changes {
            let what = try await found(.ticketsStay) {
                try $0.records.rows("UPDATE ticket SET \(change) WHERE sequence = 4")
            }
            #expect(what?.contains("has become") == true, "\(change)")
        }
    }

    @Test("A6 a visit of which one ticket is missing is found") func visits() async throws {
        let what = try await found(.visitsAreWhole) { evidence in
            let first = Array(evidence.truth.order.prefix(2))
            evidence.truth.visits.append(first)
            let id = try #require(first.last)
            try evidence.records.rows(
                "DELETE FROM ticket WHERE sequence = ?1", [.integer(id.sequence)])
        }
        #expect(what?.contains("of 2 tickets of a visit 1") == true)
    }

    @Test("B1 two slips without a mark, and a call of a number that nobody saw, are found")
    func unseen() async throws {
        let twice = try await found(.unseenIsUncalled) { evidence in
            let id = try #require(evidence.truth.order.first)
            let code = try #require(evidence.truth.tickets[id]?.ticket.code)
            let piece = Piece(number: nil, code: code, mark: 0, isWhole: true)
            evidence.truth.tickets[id]?.pieces = [piece, piece]
        }
        #expect(twice?.contains("2 slips without a mark") == true)
        let called = try await found(.unseenIsUncalled) { evidence in
            let id = try #require(evidence.truth.order.first)
            evidence.truth.tickets[id]?.isShown = false
            try evidence.records.rows(
                "UPDATE print_attempt SET state = 'notPrinted' WHERE sequence = 1")
            try evidence.records.rows("UPDATE ticket SET state = 'called' WHERE sequence = 1")
        }
        #expect(called?.contains("neither shown nor printed") == true)
    }

    @Test("B4 another number on a slip, a mark of no copy and a mark twice are found")
    func copies() async throws {
        for (number, marks, copies) in [("A-0", [0], 0), (nil, [1], 0), (nil, [1, 1], 2)] {
            let what = try await found(.copiesAreMarked) { evidence in
                let id = try #require(evidence.truth.order.first)
                let ticket = try #require(evidence.truth.tickets[id]?.ticket)
                evidence.truth.tickets[id]?.copies = copies
                evidence.truth.tickets[id]?.pieces = marks.map {
                    Piece(
                        number: number ?? ticket.number.description, code: ticket.code, mark: $0,
                        isWhole: true)
                }
            }
            #expect(what != nil, "\(number ?? "-") \(marks) of \(copies)")
        }
    }

    @Test("B10 a print that stays open and paper of what was not printed are found")
    func open() async throws {
        let left = try await found(.nothingIsLeftOpen) { evidence in
            let row = try #require(
                try evidence.records.rows(
                    """
                    SELECT 'print_attempt', terminal, sequence, incarnation, attempt, 'sending'
                    FROM print_attempt LIMIT 1
                    """
                ).first)
            evidence.truth.leftOpen = [row]
            try evidence.records.rows("UPDATE print_attempt SET state = 'sending'")
        }
        #expect(left?.contains("has become") == true)
        let denied = try await found(.nothingIsLeftOpen) {
            try $0.records.rows("UPDATE print_attempt SET state = 'notPrinted'")
        }
        #expect(denied?.contains("not printed and on paper") == true)
    }

    @Test("B11 paper that is another than its newest attempt, and that keeps a ticket, is found")
    func apart() async throws {
        for change in ["paper = 'unknown'", "state = 'printing', paper = 'sent'"] {
            let what = try await found(.paperIsApart) {
                try $0.records.rows("UPDATE ticket SET \(change) WHERE paper = 'printed'")
            }
            #expect(what != nil, "\(change)")
        }
        let blank = try await found(.paperIsApart) { evidence in
            for id in evidence.truth.order { evidence.truth.tickets[id]?.pieces = [] }
        }
        #expect(blank?.contains("on no paper") == true)
    }

    @Test("D6 a press that was told as done and is lost, and a call without a press, are found")
    func presses() async throws {
        let lost = try await found(.pressesStand) { evidence in
            let id = try #require(evidence.truth.presses.order.last)
            let entry = try #require(evidence.truth.presses.done[id]?.entry)
            try evidence.records.rows(
                "DELETE FROM journal WHERE sequence = ?1", [.integer(entry.sequence)])
        }
        #expect(lost?.contains("was told as done") == true)
        let twice = try await found(.pressesStand) {
            try $0.records.rows(
                """
                INSERT INTO call SELECT terminal, sequence + 100000, incarnation, ticket_terminal,
                    ticket_sequence, ticket_incarnation, counter, person, called_at, recalled_at,
                    serving_at, called_at FROM call LIMIT 1
                """)
        }
        #expect(twice?.contains("calls, of") == true)
    }

    @Test("G2 a token twice, a lost response, a fine time and a token in the journal are found")
    func survey() async throws {
        let twice = try await found(.answersAreNobodys) { $0.truth.spent["T"] = 2 }
        #expect(twice?.contains("2 times") == true)
        let lost = try await found(.answersAreNobodys) { $0.truth.responses += 1 }
        #expect(lost?.contains("were told") == true)
        let changes = [
            """
            UPDATE journal SET detail = (SELECT token FROM survey_token LIMIT 1)
            WHERE sequence = 1
            """,
            """
            UPDATE journal SET detail = (SELECT code FROM ticket LIMIT 1) WHERE sequence = 1
            """,
        ]
        for change in changes {
            let named = try await found(.answersAreNobodys) { try $0.records.rows(change) }
            #expect(named?.contains("the journal names") == true)
        }
    }

    @Test("B11 C3 C4 what is found while it happens is reported", arguments: ["B11", "C3", "C4"])
    func findings(code: String) async throws {
        let invariant = try #require(Invariant(rawValue: code))
        let what = try await found(invariant) { $0.truth.findings = ["\(code) something"] }
        #expect(what == "\(code) something")
    }
}
