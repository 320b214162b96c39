import GRDB

/// Tables of the database, and the migrations of older files. A released migration is never
/// changed; a new one is added after it.
enum Schema {
    /// Migrations of a file of this terminal, whose name goes into the identities of rows that had
    /// none.
    static func migrator(terminal: String) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { try $0.execute(sql: v1) }
        migrator.registerMigration("v2") { try $0.execute(sql: v2) }
        migrator.registerMigration("v3") { try $0.execute(sql: v3) }
        migrator.registerMigration("v4") { try upgradeToV4($0, terminal) }
        migrator.registerMigration("v5") { try $0.execute(sql: v5) }
        migrator.registerMigration("v6") { try $0.execute(sql: v6) }
        migrator.registerMigration("v7") { try $0.execute(sql: v7) }
        return migrator
    }

    /// Tables of tickets, queue, prints and survey.
    static let v1 = """
        CREATE TABLE ticket (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, prefix TEXT NOT NULL,
            value INTEGER NOT NULL CHECK (value >= 1), business_date TEXT NOT NULL,
            service TEXT NOT NULL, variant TEXT, vulnerable_group TEXT, language TEXT NOT NULL,
            issued_at REAL NOT NULL, state TEXT NOT NULL, paper TEXT NOT NULL,
            reprints INTEGER NOT NULL DEFAULT 0, code TEXT NOT NULL, survey_token TEXT NOT NULL,
            PRIMARY KEY (terminal, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ticket_by_number ON ticket (business_date, prefix, value);
        CREATE INDEX ticket_by_code ON ticket (code);
        CREATE TABLE last_number (
            business_date TEXT NOT NULL, prefix TEXT NOT NULL, value INTEGER NOT NULL,
            PRIMARY KEY (business_date, prefix)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE queue_entry (
            business_date TEXT NOT NULL, service TEXT NOT NULL, issued_at REAL NOT NULL,
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (business_date, service, issued_at, terminal, sequence),
            FOREIGN KEY (terminal, sequence) REFERENCES ticket (terminal, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE print_attempt (
            terminal TEXT NOT NULL, sequence INTEGER NOT NULL, attempt INTEGER NOT NULL,
            state TEXT NOT NULL, job INTEGER, changed_at REAL NOT NULL,
            PRIMARY KEY (terminal, sequence, attempt),
            FOREIGN KEY (terminal, sequence) REFERENCES ticket (terminal, sequence)
        ) STRICT, WITHOUT ROWID;
        -- Which tokens were given, and which are spent. Nothing here leads to an answer (G2).
        CREATE TABLE survey_token (
            token TEXT NOT NULL PRIMARY KEY, is_spent INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        -- Keys are random and rows lie in their order, so no row tells when it came (G2).
        CREATE TABLE survey_response (
            id BLOB NOT NULL PRIMARY KEY, version TEXT NOT NULL, half_day TEXT NOT NULL,
            service TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE survey_answer (
            response BLOB NOT NULL REFERENCES survey_response (id), question TEXT NOT NULL,
            value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 4),
            PRIMARY KEY (response, question)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE survey_profile (
            response BLOB NOT NULL REFERENCES survey_response (id), field TEXT NOT NULL,
            choice TEXT NOT NULL, PRIMARY KEY (response, field)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE express_rating (
            id BLOB NOT NULL PRIMARY KEY, half_day TEXT NOT NULL,
            rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4)
        ) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE service_search USING fts5 (
            service UNINDEXED, name, keywords, requirements,
            tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
        );
        """

    /// Reasons for the ends of prints, manual actions, and abandoned surveys (G3).
    static let v2 = """
        ALTER TABLE print_attempt ADD COLUMN detail TEXT;
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL, terminal TEXT,
            sequence INTEGER, who TEXT NOT NULL, detail TEXT
        ) STRICT;
        CREATE TABLE survey_abandoned (
            half_day TEXT NOT NULL, question TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (half_day, question)
        ) STRICT, WITHOUT ROWID;
        """

    /// Prints other than tickets, and the use of paper (B6).
    static let v3 = """
        CREATE TABLE document_print (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, job INTEGER,
            detail TEXT, created_at REAL NOT NULL, changed_at REAL NOT NULL
        ) STRICT;
        CREATE INDEX open_document_print ON document_print (id)
            WHERE state IN ('queued', 'sending');
        CREATE TABLE paper_roll (
            id INTEGER PRIMARY KEY, loaded_at REAL NOT NULL, millimetres REAL NOT NULL,
            used REAL NOT NULL DEFAULT 0, is_tested INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        -- Millimetres in each hour since 1970.
        CREATE TABLE paper_use (
            hour INTEGER PRIMARY KEY, millimetres REAL NOT NULL
        ) STRICT;
        """
}
