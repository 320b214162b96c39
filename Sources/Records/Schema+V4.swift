import Foundation
import GRDB
import Office

extension Schema {
    /// Identities with an incarnation, the journal, calls, the place in the queue beside the moment of
    /// issue, paper out as state, and questionnaires of any scale.
    static func upgradeToV4(_ db: Database, _ terminal: String) throws {
        // Prepared before the rename, which rewrites references between tables.
        for table in renewed { try db.execute(sql: "ALTER TABLE \(table) RENAME TO \(table)_v3") }
        try db.execute(sql: "DROP INDEX ticket_by_number; DROP INDEX ticket_by_code")
        try db.execute(sql: "DROP INDEX open_document_print")
        try db.execute(sql: v4)
        for statement in v4Copies {
            let arguments: StatementArguments = statement.contains("?1") ? [terminal] : []
            try db.execute(sql: statement, arguments: arguments)
        }
        try beginJournal(db, terminal)
        try db.execute(sql: "DROP TABLE audit")
        try db.execute(sql: "DROP TABLE queue_entry")
        // Tables that refer to another one go before it.
        for table in renewed.reversed() { try db.execute(sql: "DROP TABLE \(table)_v3") }
    }

    private static let renewed = [
        "ticket", "print_attempt", "document_print", "paper_roll", "survey_token",
        "survey_response", "survey_answer", "survey_profile",
    ]

    /// Identities are (terminal, sequence, incarnation) in this order, because a sequence goes on over
    /// all incarnations and the newest one is asked for.
    private static let v4 = """
        CREATE TABLE incarnation (
            terminal TEXT NOT NULL, number INTEGER NOT NULL, begun_at REAL NOT NULL,
            -- NULL while it runs. `unclean` stays until the file was checked.
            ended TEXT CHECK (ended IN ('clean', 'unclean', 'checked')),
            PRIMARY KEY (terminal, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX unchecked_incarnation ON incarnation (ended)
            WHERE ended IS NULL OR ended = 'unclean';
        CREATE TABLE ticket (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
            prefix TEXT NOT NULL, value INTEGER NOT NULL CHECK (value >= 1),
            business_date TEXT NOT NULL, service TEXT NOT NULL, variant TEXT,
            vulnerable_group TEXT, language TEXT NOT NULL, issued_at REAL NOT NULL,
            -- Place in the queue, kept for a ticket that returns to it (D2).
            queued_at REAL NOT NULL,
            state TEXT NOT NULL, paper TEXT NOT NULL, reprints INTEGER NOT NULL DEFAULT 0,
            code TEXT NOT NULL, survey_token TEXT NOT NULL,
            PRIMARY KEY (terminal, sequence, incarnation)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ticket_by_number ON ticket (business_date, prefix, value);
        CREATE INDEX ticket_by_code ON ticket (code);
        -- The queue. Its states are Office's TicketState.inQueue.
        CREATE INDEX queued_ticket
            ON ticket (business_date, service, queued_at, terminal, sequence, incarnation)
            WHERE state IN ('reserved', 'printing', 'waiting');
        CREATE INDEX called_ticket ON ticket (business_date)
            WHERE state IN ('called', 'serving');
        CREATE TABLE print_attempt (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
            attempt INTEGER NOT NULL, state TEXT NOT NULL, job INTEGER,
            changed_at REAL NOT NULL, detail TEXT,
            PRIMARY KEY (terminal, sequence, incarnation, attempt),
            FOREIGN KEY (terminal, sequence, incarnation)
                REFERENCES ticket (terminal, sequence, incarnation)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX open_print_attempt ON print_attempt (changed_at)
            WHERE state IN ('queued', 'sending');
        CREATE TABLE document_print (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
            kind TEXT NOT NULL, state TEXT NOT NULL, job INTEGER, detail TEXT,
            created_at REAL NOT NULL, changed_at REAL NOT NULL,
            PRIMARY KEY (terminal, sequence, incarnation)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX open_document_print ON document_print (terminal, sequence, incarnation)
            WHERE state IN ('queued', 'sending');
        CREATE TABLE paper_roll (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
            loaded_at REAL NOT NULL, millimetres REAL NOT NULL, used REAL NOT NULL DEFAULT 0,
            is_tested INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (terminal, sequence, incarnation)
        ) STRICT, WITHOUT ROWID;
        -- Rolls belong to the printer of this file, which keeps them when its terminal is renamed.
        CREATE INDEX newest_paper_roll ON paper_roll (sequence);
        CREATE TABLE paper_state (
            printer INTEGER PRIMARY KEY CHECK (printer = 1), is_out INTEGER NOT NULL,
            changed_at REAL NOT NULL
        ) STRICT;
        CREATE TABLE call (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
            ticket_terminal TEXT NOT NULL, ticket_sequence INTEGER NOT NULL,
            ticket_incarnation INTEGER NOT NULL, counter TEXT NOT NULL, person TEXT,
            called_at REAL NOT NULL, recalled_at REAL, serving_at REAL, ended_at REAL,
            PRIMARY KEY (terminal, sequence, incarnation),
            FOREIGN KEY (ticket_terminal, ticket_sequence, ticket_incarnation)
                REFERENCES ticket (terminal, sequence, incarnation)
        ) STRICT, WITHOUT ROWID;
        -- One open ticket a counter, and one counter an open ticket (D1).
        CREATE UNIQUE INDEX open_call_of_counter ON call (counter) WHERE ended_at IS NULL;
        CREATE UNIQUE INDEX open_call_of_ticket
            ON call (ticket_terminal, ticket_sequence, ticket_incarnation)
            WHERE ended_at IS NULL;
        -- A row a transition. No answer, no token and no person stands here (G2).
        CREATE TABLE journal (
            terminal TEXT NOT NULL, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
            at REAL NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
            detail TEXT, hash BLOB NOT NULL,
            PRIMARY KEY (terminal, incarnation, sequence)
        ) STRICT, WITHOUT ROWID;
        -- Free text to a row of the journal. It may name a person, and can be removed.
        CREATE TABLE journal_note (
            terminal TEXT NOT NULL, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (terminal, incarnation, sequence)
        ) STRICT, WITHOUT ROWID;
        -- Tokens, which of them are spent, and the service that each may rate. Nothing here leads to
        -- an answer (G2).
        CREATE TABLE survey_token (
            token TEXT NOT NULL PRIMARY KEY, service TEXT, is_spent INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE questionnaire (
            name TEXT NOT NULL, version TEXT NOT NULL, question TEXT NOT NULL,
            options INTEGER NOT NULL CHECK (options >= 2),
            PRIMARY KEY (name, version, question)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE survey_response (
            id BLOB NOT NULL PRIMARY KEY, questionnaire TEXT NOT NULL, version TEXT NOT NULL,
            half_day TEXT NOT NULL, service TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE survey_answer (
            response BLOB NOT NULL REFERENCES survey_response (id), question TEXT NOT NULL,
            value INTEGER NOT NULL CHECK (value >= 1),
            PRIMARY KEY (response, question)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE survey_profile (
            response BLOB NOT NULL REFERENCES survey_response (id), field TEXT NOT NULL,
            choice TEXT NOT NULL, PRIMARY KEY (response, field)
        ) STRICT, WITHOUT ROWID;
        """

    /// Copies of all rows. Identities from before have the incarnation 0, and ?1 is the terminal's
    /// name. A ticket that waits keeps its place; every other one gets that of its issue.
    private static let v4Copies = [
        """
        INSERT INTO ticket (terminal, sequence, incarnation, prefix, value, business_date, service,
            variant, vulnerable_group, language, issued_at, queued_at, state, paper, reprints,
            code, survey_token)
        SELECT terminal, sequence, 0, prefix, value, business_date, service, variant,
            vulnerable_group, language, issued_at,
            coalesce((SELECT max(q.issued_at) FROM queue_entry q WHERE q.terminal = t.terminal
                AND q.sequence = t.sequence AND q.business_date = t.business_date
                AND q.service = t.service), issued_at),
            state, paper, reprints, code, survey_token
        FROM ticket_v3 t
        """,
        """
        INSERT INTO print_attempt (terminal, sequence, incarnation, attempt, state, job,
            changed_at, detail)
        SELECT terminal, sequence, 0, attempt, state, job, changed_at, detail
        FROM print_attempt_v3
        """,
        """
        INSERT INTO document_print (terminal, sequence, incarnation, kind, state, job, detail,
            created_at, changed_at)
        SELECT ?1, id, 0, kind, state, job, detail, created_at, changed_at FROM document_print_v3
        """,
        """
        INSERT INTO paper_roll (terminal, sequence, incarnation, loaded_at, millimetres, used,
            is_tested)
        SELECT ?1, id, 0, loaded_at, millimetres, used, is_tested FROM paper_roll_v3
        """,
        """
        INSERT INTO paper_state (printer, is_out, changed_at)
        SELECT 1, what = 'paper out', at FROM audit WHERE what IN ('roll', 'paper out')
        ORDER BY id DESC LIMIT 1
        """,
        """
        INSERT INTO survey_token (token, service, is_spent)
        SELECT token, max(service), is_spent FROM survey_token_v3
        LEFT JOIN ticket_v3 ON survey_token = token GROUP BY token
        """,
        """
        INSERT INTO survey_response (id, questionnaire, version, half_day, service)
        SELECT id, 'skm', version, half_day, service FROM survey_response_v3
        """,
        "INSERT INTO survey_answer SELECT response, question, value FROM survey_answer_v3",
        "INSERT INTO survey_profile SELECT response, field, choice FROM survey_profile_v3",
    ]

    /// Moves the audit into a first chain of the journal.
    private static func beginJournal(_ db: Database, _ terminal: String) throws {
        var entry = JournalEntry(
            terminal: terminal, incarnation: .first, sequence: 0, moment: Date(), who: "",
            what: "", subject: "", detail: nil, hash: JournalEntry.noHash)
        for row in try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY id") {
            let what: String = try row.at("what")
            let ticket: String? = try row.at("terminal")
            let detail: String? = try row.at("detail")
            entry.sequence += 1
            entry.moment = Date(timeIntervalSince1970: try row.at("at"))
            entry.who = try row.at("who")
            entry.what = auditWords[what] ?? what
            entry.subject =
                try ticket.map {
                    "ticket \(TicketID(terminal: $0, sequence: try row.at("sequence")).fullText)"
                } ?? "printer \(terminal)"
            // The reason of a void was typed by a person.
            entry.detail = what == "void" ? nil : detail
            entry.hash = entry.hash(after: entry.hash)
            try entry.insert(db)
            if what == "void", let detail { try entry.insertNote(detail, db) }
        }
    }

    private static let auditWords = [
        "void": "ticket.void", "give-back": "ticket.returned", "transfer": "ticket.transferred",
        "reprint": "print.queued", "roll": "roll.loaded", "roll tested": "roll.tested",
        "paper out": "paper.out",
    ]
}
