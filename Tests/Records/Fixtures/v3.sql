-- A file as version 3 left it, in the middle of a day. Never changed.
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
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
    state TEXT NOT NULL, job INTEGER, changed_at REAL NOT NULL, detail TEXT,
    PRIMARY KEY (terminal, sequence, attempt),
    FOREIGN KEY (terminal, sequence) REFERENCES ticket (terminal, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE survey_token (
    token TEXT NOT NULL PRIMARY KEY, is_spent INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
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
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL, terminal TEXT,
    sequence INTEGER, who TEXT NOT NULL, detail TEXT
) STRICT;
CREATE TABLE survey_abandoned (
    half_day TEXT NOT NULL, question TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (half_day, question)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE paper_use (
    hour INTEGER PRIMARY KEY, millimetres REAL NOT NULL
) STRICT;
INSERT INTO grdb_migrations VALUES ('v1');
INSERT INTO grdb_migrations VALUES ('v2');
INSERT INTO grdb_migrations VALUES ('v3');
INSERT INTO ticket VALUES ('belu1', 1, 'K', 1, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398120.0, 'waiting', 'printed', 0, '7M831QAS', 'NTV017FBAS');
INSERT INTO ticket VALUES ('belu1', 2, 'K', 2, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398180.0, 'waiting', 'sending', 1, 'GY7QTWMM', 'N8RN74HZM2');
INSERT INTO ticket VALUES ('belu1', 3, 'P', 1, '2026-11-23', 'service-P', NULL, NULL, 'id', 1795398240.0, 'void', 'none', 0, 'DWGG0MGW', '2NZPJHBYSD');
INSERT INTO ticket VALUES ('belu1', 4, 'P', 2, '2026-11-23', 'service-P', NULL, NULL, 'id', 1795398300.0, 'returned', 'none', 0, 'YFH5PJSA', 'EVFHHY9ZX9');
INSERT INTO ticket VALUES ('belu1', 5, 'P', 3, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398360.0, 'waiting', 'none', 0, '90PFQB7W', '1GTTB86AEM');
INSERT INTO ticket VALUES ('belu1', 6, 'K', 3, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398420.0, 'done', 'none', 0, 'FNV05SJK', '6DGKQ8T2RA');
INSERT INTO ticket VALUES ('belu1', 7, 'K', 4, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795391280.0, 'printing', 'queued', 0, 'C8EA778W', '6ZB0FKXX0G');
INSERT INTO last_number VALUES ('2026-11-23', 'K', 4);
INSERT INTO last_number VALUES ('2026-11-23', 'P', 3);
INSERT INTO queue_entry VALUES ('2026-11-23', 'service-K', 1795398120.0, 'belu1', 1);
INSERT INTO queue_entry VALUES ('2026-11-23', 'service-K', 1795398180.0, 'belu1', 2);
INSERT INTO queue_entry VALUES ('2026-11-23', 'service-K', 1795398360.0, 'belu1', 5);
INSERT INTO queue_entry VALUES ('2026-11-23', 'service-K', 1795398360.0, 'belu1', 7);
INSERT INTO print_attempt VALUES ('belu1', 1, 1, 'printed', 11, 1795398120.0, NULL);
INSERT INTO print_attempt VALUES ('belu1', 2, 1, 'unknown', 12, 1795398180.0, 'the cover was opened');
INSERT INTO print_attempt VALUES ('belu1', 2, 2, 'sending', 13, 1795398180.0, NULL);
INSERT INTO print_attempt VALUES ('belu1', 7, 1, 'queued', NULL, 1795391280.0, NULL);
INSERT INTO survey_token VALUES ('1GTTB86AEM', 0);
INSERT INTO survey_token VALUES ('2NZPJHBYSD', 0);
INSERT INTO survey_token VALUES ('6DGKQ8T2RA', 0);
INSERT INTO survey_token VALUES ('6ZB0FKXX0G', 0);
INSERT INTO survey_token VALUES ('EVFHHY9ZX9', 0);
INSERT INTO survey_token VALUES ('N8RN74HZM2', 0);
INSERT INTO survey_token VALUES ('NTV017FBAS', 1);
INSERT INTO survey_response VALUES (X'67317fbe6326f14d6381503db97ac51c', '2017-1', '2026-11-23 AM', NULL);
INSERT INTO survey_answer VALUES (X'67317fbe6326f14d6381503db97ac51c', 'biaya', 4);
INSERT INTO survey_answer VALUES (X'67317fbe6326f14d6381503db97ac51c', 'waktu', 3);
INSERT INTO survey_profile VALUES (X'67317fbe6326f14d6381503db97ac51c', 'sex', 'female');
INSERT INTO express_rating VALUES (X'9fb4d159a5ef1d6cfb4a25c8a0db0302', '2026-11-23 AM', 3);
INSERT INTO audit VALUES (1, 1795398060.0, 'roll', NULL, NULL, 'staff', '80000 mm');
INSERT INTO audit VALUES (2, 1795398061.0, 'roll tested', NULL, NULL, 'screen', NULL);
INSERT INTO audit VALUES (3, 1795398180.0, 'reprint', 'belu1', 2, 'staff', NULL);
INSERT INTO audit VALUES (4, 1795398240.0, 'void', 'belu1', 3, 'loket', 'Ibu Maria went home');
INSERT INTO audit VALUES (5, 1795398300.0, 'give-back', 'belu1', 4, 'visitor', NULL);
INSERT INTO audit VALUES (6, 1795398360.0, 'transfer', 'belu1', 5, 'staff', 'service-K');
INSERT INTO audit VALUES (7, 1795398480.0, 'paper out', NULL, NULL, 'printer', NULL);
INSERT INTO survey_abandoned VALUES ('2026-11-23 AM', 'biaya', 1);
INSERT INTO document_print VALUES (1, 'test', 'sent', 14, NULL, 1795398480.0, 1795398480.0);
INSERT INTO document_print VALUES (2, 'list', 'queued', NULL, NULL, 1795398480.0, 1795398480.0);
INSERT INTO paper_roll VALUES (1, 1795398060.0, 80000.0, 350.0, 1);
INSERT INTO paper_use VALUES (498721, 350.0);
