import Desk
import Face
import Office
import Screens
import Settings
import Testing

@testable import Simulator

/// Faults that are put into a simulated world while it runs. The simulation has to find each by itself.
@Suite("Simulation finds a fault of its world", .timeLimit(.minutes(30)))
struct SabotageTests {
    /// Finding of a simulation into whose world a fault was put after its first day.
    private func finding(
        _ sabotage: @Sendable @escaping (Simulation) throws -> Void
    ) async throws -> String {
        try await Simulated.run(seed: 4, days: 1) { simulation in
            try #require(simulation.fault == nil, "\(simulation.fault.map { "\($0)" } ?? "")")
            try #require(simulation.plan.hasPrinter)
            // Nothing else goes wrong.
            simulation.plan.trouble = 0
            try sabotage(simulation)
            simulation.run(days: 3)
            return simulation.fault?.finding ?? "none"
        }
    }

    @Test("A1 a count that skips numbers is found") func gap() async throws {
        let found = try await finding { simulation in
            // The next number of every service is far from the one before.
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER skip AFTER INSERT ON last_number BEGIN
                    UPDATE last_number SET value = value + 7
                    WHERE business_date = new.business_date AND prefix = new.prefix;
                END
                """)
        }
        #expect(found.hasPrefix("A1 "), "\(found)")
    }

    @Test("A2 tickets of another date than that of the office are found") func date() async throws {
        let found = try await finding { simulation in
            // The desk keeps the day start that it was told of.
            let start = simulation.plan.bundle.settings.dayStartMinute
            simulation.plan.bundle.settings.dayStartMinute = start + 18 * 60
        }
        #expect(found.hasPrefix("A2 "), "\(found)")
    }

    @Test("D13 a ticket that is given while the office is closed is found") func closed()
        async throws
    {
        let found = try await finding { simulation in
            // The desk keeps the hours that it was told of.
            simulation.plan.bundle.settings.hours = OfficeHours()
        }
        #expect(found.hasPrefix("D13 "), "\(found)")
    }

    @Test("F1 a ticket beyond the quota is found") func quota() async throws {
        let found = try await finding { simulation in
            for index in simulation.plan.bundle.catalogue.services.indices {
                simulation.plan.bundle.catalogue.services[index].quota = 1
            }
        }
        #expect(found.hasPrefix("F1 "), "\(found)")
    }

    @Test("A3 a ticket that still waits on the next day is found") func waits() async throws {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER keep AFTER UPDATE ON ticket WHEN new.state = 'expired' BEGIN
                    UPDATE ticket SET state = 'waiting' WHERE terminal = new.terminal
                        AND sequence = new.sequence AND incarnation = new.incarnation;
                END
                """)
            try simulation.inspector?.rows(
                "UPDATE ticket SET state = 'waiting' WHERE sequence = 3")
        }
        #expect(found.hasPrefix("A3 "), "\(found)")
    }

    @Test("A1 A3 A4 a disk that says it has synced and has not is found") func lies() async throws {
        let found = try await finding { simulation in
            simulation.disk.ignoresSync = true
            let given = simulation.truth.order.count
            simulation.run(days: 5) { simulation.truth.order.count > given + 20 }
            #expect(simulation.truth.order.count > given, "nothing was given that could be lost")
            simulation.losePower(.everything)
        }
        // Lost tickets are missing among the numbers first.
        #expect(["A1", "A3", "A4"].contains(String(found.prefix(2))), "\(found)")
    }

    @Test("D1 a ticket that stays at its counter after its call has ended is found")
    func uncalled() async throws {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER stay AFTER UPDATE OF state ON ticket WHEN new.state = 'done' BEGIN
                    UPDATE ticket SET state = 'serving' WHERE terminal = new.terminal
                        AND sequence = new.sequence AND incarnation = new.incarnation;
                END
                """)
        }
        #expect(found.hasPrefix("D1 "), "\(found)")
    }

    @Test("D6 a press that is forgotten and done again is found") func again() async throws {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER forget AFTER INSERT ON press BEGIN
                    DELETE FROM press WHERE identity = new.identity;
                END
                """)
        }
        #expect(found.hasPrefix("D6 press "), "\(found)")
        #expect(found.contains("done twice"))
    }

    @Test("D6 a key that is obeyed seconds later is found") func late() async throws {
        let found = try await finding { simulation in
            simulation.plan.trouble = 1e-3
            simulation.slowWork = 5
            simulation.hidesAge = true
        }
        #expect(found.hasPrefix("D6 a key that was pressed "), "\(found)")
    }

    @Test("D6 V24 an order that nobody typed is found") func untyped() async throws {
        let found = try await finding { simulation in
            // Another key of the same pads reaches the daemon.
            for number in simulation.officers.keys { simulation.officers[number]?.pad.swaps = true }
        }
        #expect(found.hasPrefix("D6 counter ") && found.contains("nobody typed it"), "\(found)")
    }

    @Test("D6 presses that a disk only says to have kept are missed after the power cut")
    func told() async throws {
        let found = try await Simulated.run(seed: 4, days: 1) { simulation in
            simulation.plan.trouble = 0
            simulation.disk.ignoresSync = true
            let count = simulation.truth.presses.order.count
            simulation.run(days: 5) { simulation.truth.presses.order.count > count + 20 }
            simulation.losePower(.everything)
            simulation.run(days: 5)
            let inspector = try #require(simulation.inspector)
            return try Invariant.pressesStand.fault(
                Evidence(
                    records: inspector, truth: simulation.truth,
                    incarnation: simulation.incarnation))
        }
        #expect(found?.contains("was told as done") == true, "\(found ?? "nothing")")
    }

    @Test("E1 a range that is kept otherwise than it was told is found") func range() async throws {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER other AFTER UPDATE OF wait_low ON ticket
                WHEN new.wait_low IS NOT NULL AND new.wait_low <= new.wait_high BEGIN
                    UPDATE ticket SET wait_low = new.wait_high + 60
                    WHERE terminal = new.terminal AND sequence = new.sequence
                        AND incarnation = new.incarnation;
                END
                """)
        }
        #expect(found.hasPrefix("E1 "), "\(found)")
    }

    @Test("A3 a report that counts other tickets than the journal is found") func report()
        async throws
    {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                "UPDATE ticket SET state = 'notServed' WHERE state = 'done'")
        }
        #expect(found.hasPrefix("A3 the report of "), "\(found)")
    }

    @Test("A5 a ticket that gets another code is found") func code() async throws {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER other AFTER UPDATE OF state ON ticket BEGIN
                    UPDATE ticket SET code = 'OTHER' WHERE terminal = new.terminal
                        AND sequence = new.sequence AND incarnation = new.incarnation;
                END
                """)
        }
        #expect(found.hasPrefix("A5 "), "\(found)")
    }

    /// Ticket of a visit with several that has the last number of its prefix: without it there is no
    /// gap in the numbers.
    private func lastOfVisit(_ simulation: Simulation) -> TicketID? {
        let tickets = simulation.truth.tickets.values.map(\.ticket)
        for visit in simulation.truth.visits where visit.count > 1 {
            for id in visit {
                guard let own = simulation.truth.tickets[id]?.ticket else { continue }
                let later = tickets.contains {
                    $0.businessDate == own.businessDate && $0.number.prefix == own.number.prefix
                        && $0.number.value > own.number.value
                }
                if !later { return id }
            }
        }
        return nil
    }

    @Test("A6 a visit of which a ticket vanishes is found") func visit() async throws {
        let found = try await finding { simulation in
            let lost = try #require(lastOfVisit(simulation))
            // All the same, the ticket is not known as one of its own.
            simulation.truth.tickets[lost] = nil
            simulation.truth.order.removeAll { $0 == lost }
            try simulation.inspector?.rows("PRAGMA foreign_keys = OFF")
            try simulation.inspector?.rows(
                "DELETE FROM journal WHERE what = 'ticket.issued' AND subject = ?1",
                [.text("ticket \(lost.fullText)")])
            try simulation.inspector?.rows(
                "DELETE FROM ticket WHERE sequence = ?1", [.integer(lost.sequence)])
            simulation.checkAll()
        }
        #expect(found.hasPrefix("A6 "), "\(found)")
    }

    @Test("B1 a printer that prints each slip twice is found") func twice() async throws {
        let found = try await finding { $0.printer.trick = .twice }
        #expect(found.hasPrefix("B1 "), "\(found)")
        #expect(found.contains("2 slips without a mark"))
    }

    @Test("B1 a number without paper that leaves the screen too early is found")
    func tooShort() async throws {
        let found = try await finding { simulation in
            var rules = simulation.plan.bundle.rules
            rules.unprintedTimeout = .seconds(5)
            rules.unprintedIsVoid = false
            simulation.printer.trick = .lost
            simulation.handle(
                [
                    .content(
                        simulation.plan.bundle.content, rules, simulation.plan.bundle.settings.hours
                    )
                ],
                heard: true)
        }
        #expect(found.hasPrefix("B1 a number without paper was on the screen for "), "\(found)")
    }

    @Test("B6 paper that is counted twice is found") func counted() async throws {
        let found = try await finding { simulation in
            simulation.post(.staff(.roll))
            try simulation.inspector?.rows(
                """
                CREATE TRIGGER twice AFTER UPDATE OF used ON paper_roll BEGIN
                    UPDATE paper_roll SET used = used + 150 WHERE sequence = new.sequence;
                END
                """)
        }
        #expect(found.hasPrefix("B6 "), "\(found)")
    }

    @Test("B10 a print of an earlier run that stays open is found") func open() async throws {
        let found = try await finding { simulation in
            let row = try #require(
                try simulation.inspector?.rows(
                    """
                    SELECT 'print_attempt', terminal, sequence, incarnation, attempt, 'queued'
                    FROM print_attempt WHERE state = 'printed' LIMIT 1
                    """
                ).first ?? nil)
            simulation.truth.leftOpen = [row]
            simulation.checkAll()
        }
        #expect(found.hasPrefix("B10 "), "\(found)")
    }

    @Test("B11 a step at the printer beside another one is found") func misuse() async throws {
        let found = try await finding { simulation in
            _ = simulation.printer.begin(.ask, &simulation.random)
        }
        #expect(found.hasPrefix("B11 "), "\(found)")
        #expect(found.contains("was begun beside another step"))
    }

    @Test("B11 a slip that is said to be printed and is blank is found") func blank() async throws {
        let found = try await finding { $0.printer.trick = .blank }
        #expect(found.hasPrefix("B11 "), "\(found)")
    }

    @Test("C4 a screen that waits for its visitor for ever is found") func endless() async throws {
        let found = try await finding { simulation in
            var rules = simulation.plan.bundle.rules
            rules.menuTimeout = .seconds(900)
            // Nobody else comes soon to such a screen.
            simulation.plan.visitors = 60
            simulation.handle(
                [
                    .content(
                        simulation.plan.bundle.content, rules, simulation.plan.bundle.settings.hours
                    )
                ],
                heard: true)
        }
        #expect(found.hasPrefix("C4 "), "\(found)")
    }

    @Test("G2 an answer that tells its time is found") func time() async throws {
        let found = try await finding { simulation in
            try simulation.inspector?.rows(
                """
                INSERT INTO survey_response (id, questionnaire, version, half_day)
                VALUES (x'01', 'skm', '1', '2026-11-24 09:12')
                """)
            simulation.truth.responses += 1
        }
        #expect(found.hasPrefix("G2 ") && found.contains("tell their time"), "\(found)")
    }
}
