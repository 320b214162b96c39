import Foundation
import Office
import Records
import Settings

/// Rows of a history, a day after the other.
final class GrowthRows {
    private let services: [Service]
    private let questionnaire: Questionnaire
    private let statements: [Table: RawSQLite.Statement]
    private var random = MixedRandom(state: 53)
    private var (date, incarnation) = ("", Incarnation.first)
    private var hash = JournalEntry.noHash
    private var opening = 0.0

    private enum Table: CaseIterable {
        case ticket, attempt, journal, call, response, answer, profile, rating, abandoned,
            lastNumber
        case incarnation, document, roll, use

        var sql: String {
            switch self {
            case .ticket:
                """
                INSERT INTO ticket (terminal, sequence, incarnation, prefix, value, business_date,
                    service, language, issued_at, queued_at, state, paper, code, survey_token,
                    expired_from)
                VALUES ('bench', ?, ?, ?, ?, ?, ?, 'id', ?, ?, ?, 'printed', ?, ?, ?)
                """
            case .attempt:
                """
                INSERT INTO print_attempt (terminal, sequence, incarnation, attempt, state, job,
                    changed_at)
                VALUES ('bench', ?, ?, 1, 'printed', ?, ?)
                """
            case .journal:
                """
                INSERT INTO journal (terminal, incarnation, sequence, at, who, what, subject,
                    detail, hash)
                VALUES ('bench', ?, ?, ?, 'screen', 'ticket.issued', ?, ?, ?)
                """
            case .call:
                """
                INSERT INTO call (terminal, sequence, incarnation, ticket_terminal,
                    ticket_sequence, ticket_incarnation, counter, called_at, serving_at, ended_at)
                VALUES ('bench', ?1, ?2, 'bench', ?1, ?2, ?3, ?4, ?4 + 20, ?4 + 300)
                """
            case .response: "INSERT INTO survey_response VALUES (?, ?, ?, ?, ?)"
            case .answer: "INSERT INTO survey_answer VALUES (?, ?, ?)"
            case .profile: "INSERT INTO survey_profile VALUES (?, ?, ?)"
            case .rating: "INSERT INTO express_rating VALUES (?, ?, ?)"
            case .abandoned: "INSERT INTO survey_abandoned VALUES (?, ?, 3)"
            case .lastNumber: "INSERT INTO last_number VALUES (?, ?, ?)"
            case .incarnation: "INSERT INTO incarnation VALUES ('bench', ?, ?, 'clean')"
            case .document:
                """
                INSERT INTO document_print (terminal, sequence, incarnation, kind, state,
                    created_at, changed_at)
                VALUES ('bench', ?1, ?2, 'report', 'printed', ?3, ?3 + 2)
                """
            case .roll:
                """
                INSERT INTO paper_roll (terminal, sequence, incarnation, loaded_at, millimetres,
                    used, is_tested)
                VALUES ('bench', ?, ?, ?, 80000, 79000, 1)
                """
            case .use: "INSERT INTO paper_use VALUES (?, 9000)"
            }
        }
    }

    init(_ db: RawSQLite, _ bundle: SettingsBundle) throws {
        services = bundle.catalogue.services
        questionnaire = bundle.questionnaire
        statements = try Dictionary(
            uniqueKeysWithValues: Table.allCases.map { ($0, try db.prepare($0.sql)) })
    }

    private func write(_ table: Table, _ values: [RawSQLite.Statement.Value]) throws {
        try statements[table]?.run(values)
    }

    private var start: RawSQLite.Statement.Value {
        .integer(Int64(bitPattern: incarnation.rawValue))
    }

    func begin(day: Int, _ date: CalendarDate, _ opening: Double) throws {
        self.date = date.description
        self.opening = opening
        incarnation = Incarnation(rawValue: random.next() | 1)
        hash = JournalEntry.noHash
        try write(.incarnation, [start, .real(opening - 600)])
        try write(.document, [.integer(Int64(day + 1)), start, .real(opening + 28_000)])
        try write(.roll, [.integer(Int64(day + 1)), start, .real(opening)])
    }

    /// Adds a ticket that was printed, called and served, or left in another way.
    func add(_ sequence: Int64, index: Int, at moment: Double) throws {
        let service = services[index % services.count]
        let number = TicketNumber(prefix: service.prefix, value: index / services.count + 1)
        let id = TicketID(
            terminal: GrowthFill.terminal, incarnation: incarnation, sequence: sequence)
        let state: TicketState =
            switch index % 20 {
            case 0: .expired
            case 1: .returned
            case 2, 3: .noShow
            default: .done
            }
        try write(
            .ticket,
            [
                .integer(sequence), start, .text(number.prefix), .integer(Int64(number.value)),
                .text(date), .text(service.id), .real(moment), .real(moment),
                .text(state.rawValue), .text(Tokens.ticketCode(using: &random)),
                .text(Tokens.surveyToken(using: &random)),
                state == .expired ? .text(TicketState.waiting.rawValue) : .null,
            ])
        try write(.attempt, [.integer(sequence), start, .integer(sequence), .real(moment + 2)])
        var entry = JournalEntry(
            terminal: id.terminal, incarnation: incarnation, sequence: Int64(index + 1),
            moment: Date(timeIntervalSince1970: moment), who: "screen", what: "ticket.issued",
            subject: "ticket \(id.fullText)", detail: "\(number) \(service.id) with slip",
            hash: hash)
        entry.hash = entry.hash(after: hash)
        hash = entry.hash
        try write(
            .journal,
            [
                start, .integer(entry.sequence), .real(entry.moment.timeIntervalSince1970),
                .text(entry.subject), .text(entry.detail ?? ""), .blob(hash),
            ])
        if state == .done || state == .noShow {
            try write(
                .call,
                [.integer(sequence), start, .text("\(index % 6 + 1)"), .real(moment + 900)])
        }
        if index % 10 == 0 { try respond(service, index) }
        if index % 20 == 7 {
            try write(
                .rating, [key, .text(halfDay(index)), .integer(Int64(index / 20 % 4 + 1))])
        }
    }

    private func respond(_ service: Service, _ index: Int) throws {
        let id = key
        try write(
            .response,
            [
                id, .text(questionnaire.name), .text(questionnaire.version), .text(halfDay(index)),
                .text(service.id),
            ])
        for question in questionnaire.questions {
            try write(
                .answer, [id, .text(question.id), .integer(Int64(random.next() % 4) + 1)])
        }
        for field in questionnaire.profile {
            try write(.profile, [id, .text(field.id), .text(field.choices.first?.id ?? "-")])
        }
    }

    func end(tickets: Int) throws {
        for (place, service) in services.enumerated() where place < tickets {
            let last = (tickets - place - 1) / services.count + 1
            try write(
                .lastNumber, [.text(date), .text(service.prefix), .integer(Int64(last))])
        }
        if let question = questionnaire.questions.first {
            try write(.abandoned, [.text(date + " AM"), .text(question.id)])
        }
        // The daemon keeps one year of hours.
        if Date().timeIntervalSince1970 - opening < 360 * 86_400 {
            for hour in 0..<8 {
                try write(.use, [.integer(Int64(opening) / 3_600 + Int64(hour))])
            }
        }
    }

    private func halfDay(_ index: Int) -> String {
        date + (index < GrowthFill.ticketsPerDay / 2 ? " AM" : " PM")
    }

    private var key: RawSQLite.Statement.Value {
        let (first, second) = (random.next(), random.next())
        return .blob(withUnsafeBytes(of: (first, second)) { Array($0) })
    }
}

/// Generator of SplitMix64: a system call for each code would take longer than its row.
struct MixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
