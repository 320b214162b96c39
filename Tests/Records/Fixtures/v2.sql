-- A file as version 2 left it, with one ticket that waits and one that is void. Never changed.
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

ALTER TABLE print_attempt ADD COLUMN detail TEXT;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL, terminal TEXT,
    sequence INTEGER, who TEXT NOT NULL, detail TEXT
) STRICT;
CREATE TABLE survey_abandoned (
    half_day TEXT NOT NULL, question TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (half_day, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('v1');
INSERT INTO grdb_migrations VALUES ('v2');
INSERT INTO ticket VALUES ('belu1', 7, 'K', 3, '2026-11-23', 'ktp-el', NULL, NULL, 'id',
    1795390000.0, 'waiting', 'sent', 0, '7F3KQ9TZ', '0123456789');
INSERT INTO ticket VALUES ('belu1', 8, 'K', 4, '2026-11-23', 'ktp-el', 'new', 'elderly', 'tet',
    1795390060.0, 'void', 'unknown', 0, 'CZ6N4K2H', '1123456789');
INSERT INTO last_number VALUES ('2026-11-23', 'K', 4);
INSERT INTO queue_entry VALUES ('2026-11-23', 'ktp-el', 1795390000.0, 'belu1', 7);
INSERT INTO print_attempt VALUES ('belu1', 7, 1, 'sent', 3, 1795390001.0, NULL);
INSERT INTO print_attempt VALUES ('belu1', 8, 1, 'unknown', 4, 1795390070.0, 'the paper ended');
INSERT INTO survey_token VALUES ('0123456789', 0);
INSERT INTO survey_token VALUES ('1123456789', 0);
INSERT INTO survey_response VALUES (X'67317fbe6326f14d6381503db97ac51c', '2017-1',
    '2026-11-23 AM', NULL);
INSERT INTO survey_answer VALUES (X'67317fbe6326f14d6381503db97ac51c', 'biaya', 4);
INSERT INTO survey_abandoned VALUES ('2026-11-23 AM', 'biaya', 2);
INSERT INTO audit VALUES (1, 1795390080.0, 'void', 'belu1', 8, 'loket', 'left');
