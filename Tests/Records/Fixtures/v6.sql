-- A file as version 5 left it: that of version 4, upgraded. Never changed.
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE last_number (
    business_date TEXT NOT NULL, prefix TEXT NOT NULL, value INTEGER NOT NULL,
    PRIMARY KEY (business_date, prefix)
) STRICT, WITHOUT ROWID;
CREATE TABLE express_rating (
    id BLOB NOT NULL PRIMARY KEY, half_day TEXT NOT NULL,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE service_search USING fts5 (
    service UNINDEXED, name, keywords, requirements,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE TABLE survey_abandoned (
    half_day TEXT NOT NULL, question TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (half_day, question)
) STRICT, WITHOUT ROWID;
CREATE TABLE paper_use (
    hour INTEGER PRIMARY KEY, millimetres REAL NOT NULL
) STRICT;
CREATE TABLE incarnation (
    terminal TEXT NOT NULL, number INTEGER NOT NULL, begun_at REAL NOT NULL,
    -- NULL while it runs. `unclean` stays until the file was checked.
    ended TEXT CHECK (ended IN ('clean', 'unclean', 'checked')),
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE print_attempt (
    terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
    attempt INTEGER NOT NULL, state TEXT NOT NULL, job INTEGER,
    changed_at REAL NOT NULL, detail TEXT,
    PRIMARY KEY (terminal, sequence, incarnation, attempt),
    FOREIGN KEY (terminal, sequence, incarnation)
        REFERENCES ticket (terminal, sequence, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TABLE document_print (
    terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
    kind TEXT NOT NULL, state TEXT NOT NULL, job INTEGER, detail TEXT,
    created_at REAL NOT NULL, changed_at REAL NOT NULL,
    PRIMARY KEY (terminal, sequence, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TABLE paper_roll (
    terminal TEXT NOT NULL, sequence INTEGER NOT NULL, incarnation INTEGER NOT NULL,
    loaded_at REAL NOT NULL, millimetres REAL NOT NULL, used REAL NOT NULL DEFAULT 0,
    is_tested INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (terminal, sequence, incarnation)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE journal (
    terminal TEXT NOT NULL, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
    at REAL NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
    detail TEXT, hash BLOB NOT NULL,
    PRIMARY KEY (terminal, incarnation, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal_note (
    terminal TEXT NOT NULL, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (terminal, incarnation, sequence)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX unchecked_incarnation ON incarnation (ended)
    WHERE ended IS NULL OR ended = 'unclean';
CREATE INDEX ticket_by_number ON ticket (business_date, prefix, value);
CREATE INDEX ticket_by_code ON ticket (code);
CREATE INDEX queued_ticket
    ON ticket (business_date, service, queued_at, terminal, sequence, incarnation)
    WHERE state IN ('reserved', 'printing', 'waiting');
CREATE INDEX called_ticket ON ticket (business_date)
    WHERE state IN ('called', 'serving');
CREATE INDEX open_print_attempt ON print_attempt (changed_at)
    WHERE state IN ('queued', 'sending');
CREATE INDEX open_document_print ON document_print (terminal, sequence, incarnation)
    WHERE state IN ('queued', 'sending');
CREATE INDEX newest_paper_roll ON paper_roll (sequence);
CREATE UNIQUE INDEX open_call_of_counter ON call (counter) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX open_call_of_ticket
    ON call (ticket_terminal, ticket_sequence, ticket_incarnation)
    WHERE ended_at IS NULL;
INSERT INTO grdb_migrations VALUES ('v1');
INSERT INTO grdb_migrations VALUES ('v2');
INSERT INTO grdb_migrations VALUES ('v3');
INSERT INTO grdb_migrations VALUES ('v4');
INSERT INTO last_number VALUES ('2026-11-23', 'K', 4);
INSERT INTO last_number VALUES ('2026-11-23', 'P', 3);
INSERT INTO express_rating VALUES (X'9fb4d159a5ef1d6cfb4a25c8a0db0302', '2026-11-23 AM', 3);
INSERT INTO survey_abandoned VALUES ('2026-11-23 AM', 'biaya', 1);
INSERT INTO paper_use VALUES (498721, 350.0);
INSERT INTO incarnation VALUES ('belu1', -6228748929576135652, 1795910741.7711253, 'clean');
INSERT INTO ticket VALUES ('belu1', 1, 0, 'K', 1, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398120.0, 1795398120.0, 'expired', 'printed', 0, '7M831QAS', 'NTV017FBAS');
INSERT INTO ticket VALUES ('belu1', 2, 0, 'K', 2, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398180.0, 1795398180.0, 'expired', 'unknown', 1, 'GY7QTWMM', 'N8RN74HZM2');
INSERT INTO ticket VALUES ('belu1', 3, 0, 'P', 1, '2026-11-23', 'service-P', NULL, NULL, 'id', 1795398240.0, 1795398240.0, 'void', 'none', 0, 'DWGG0MGW', '2NZPJHBYSD');
INSERT INTO ticket VALUES ('belu1', 4, 0, 'P', 2, '2026-11-23', 'service-P', NULL, NULL, 'id', 1795398300.0, 1795398300.0, 'returned', 'none', 0, 'YFH5PJSA', 'EVFHHY9ZX9');
INSERT INTO ticket VALUES ('belu1', 5, 0, 'P', 3, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398360.0, 1795398360.0, 'expired', 'none', 0, '90PFQB7W', '1GTTB86AEM');
INSERT INTO ticket VALUES ('belu1', 6, 0, 'K', 3, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795398420.0, 1795398420.0, 'done', 'none', 0, 'FNV05SJK', '6DGKQ8T2RA');
INSERT INTO ticket VALUES ('belu1', 7, 0, 'K', 4, '2026-11-23', 'service-K', NULL, NULL, 'id', 1795391280.0, 1795398360.0, 'void', 'notPrinted', 0, 'C8EA778W', '6ZB0FKXX0G');
INSERT INTO print_attempt VALUES ('belu1', 1, 0, 1, 'printed', 11, 1795398120.0, NULL);
INSERT INTO print_attempt VALUES ('belu1', 2, 0, 1, 'unknown', 12, 1795398180.0, 'the cover was opened');
INSERT INTO print_attempt VALUES ('belu1', 2, 0, 2, 'unknown', 13, 1795910741.8695264, 'the daemon ended meanwhile');
INSERT INTO print_attempt VALUES ('belu1', 7, 0, 1, 'notPrinted', NULL, 1795910741.8695264, 'the daemon ended meanwhile');
INSERT INTO document_print VALUES ('belu1', 1, 0, 'test', 'sent', 14, NULL, 1795398480.0, 1795398480.0);
INSERT INTO document_print VALUES ('belu1', 2, 0, 'list', 'notPrinted', NULL, 'the daemon ended meanwhile', 1795398480.0, 1795910741.8695264);
INSERT INTO paper_roll VALUES ('belu1', 1, 0, 1795398060.0, 80000.0, 350.0, 1);
INSERT INTO paper_state VALUES (1, 1, 1795398480.0);
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 1, 1795910741.8695264, 'terminal', 'print.notPrinted', 'ticket belu1-7.0000000000000000', 'attempt 1', X'042e2388a8ed40a8fe7e939d472908b0acb28610a4e37db210d02de8d82ba186');
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 2, 1795910741.8695264, 'terminal', 'print.unknown', 'ticket belu1-2.0000000000000000', 'attempt 2', X'ee23248c1f6e18fabb0467e7ae227a8d3a2c432e3a7b7db33687d81fdf16548f');
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 3, 1795910741.8695264, 'terminal', 'document.notPrinted', 'document belu1-2.0000000000000000', NULL, X'5a5c2e90b3a7efe0cfe4c412ed44844bbf7bf0926861dae5f1e0a3af2ed78752');
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 4, 1795910741.8695264, 'terminal', 'ticket.void', 'ticket belu1-7.0000000000000000', 'never shown nor printed', X'475f3bc324232e0896a82dc8ec960420f4937075679871487566773618825021');
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 5, 1795910741.8943427, 'terminal', 'ticket.expired', 'ticket belu1-1.0000000000000000', NULL, X'71d8c46e70c4f52688716664d6fc75532b67eee96dc724dba6d58dddba187374');
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 6, 1795910741.8943427, 'terminal', 'ticket.expired', 'ticket belu1-2.0000000000000000', NULL, X'6914ec35c5224889807718ff692a1971ff2937cc2529f3c5db753e13a5ad95ca');
INSERT INTO journal VALUES ('belu1', -6228748929576135652, 7, 1795910741.8943427, 'terminal', 'ticket.expired', 'ticket belu1-5.0000000000000000', NULL, X'8473f1102b0953b566481adb287747986c68d5ab84052e2007a2a0940bc3943b');
INSERT INTO journal VALUES ('belu1', 0, 1, 1795398060.0, 'staff', 'roll.loaded', 'printer belu1', '80000 mm', X'69a593981fd38c5f90c15e2052d0a00f8a8b7333cf19c4c1836d5e0ceaa3c10b');
INSERT INTO journal VALUES ('belu1', 0, 2, 1795398061.0, 'screen', 'roll.tested', 'printer belu1', NULL, X'9b75b82b8cc67b8d37c088661687cb64148fb1461194bdf1aac6007415372e27');
INSERT INTO journal VALUES ('belu1', 0, 3, 1795398180.0, 'staff', 'print.queued', 'ticket belu1-2.0000000000000000', NULL, X'22e359d4eb338f6d8ccf493fff4061a05f65139b9d2c012515f79e72595f83eb');
INSERT INTO journal VALUES ('belu1', 0, 4, 1795398240.0, 'loket', 'ticket.void', 'ticket belu1-3.0000000000000000', NULL, X'1e8516033101dd4d7806220375de30da85c5e2ff5f9155c5e860c563ab01c2e0');
INSERT INTO journal VALUES ('belu1', 0, 5, 1795398300.0, 'visitor', 'ticket.returned', 'ticket belu1-4.0000000000000000', NULL, X'7f7c72251b25d92bd76905ea3455582241970c19404c0f084dd5218c02252896');
INSERT INTO journal VALUES ('belu1', 0, 6, 1795398360.0, 'staff', 'ticket.transferred', 'ticket belu1-5.0000000000000000', 'service-K', X'fd82d6d94cf7b41ec7053095f46fdc175959dfd5ba65e1b0cf791fb073ffd026');
INSERT INTO journal VALUES ('belu1', 0, 7, 1795398480.0, 'printer', 'paper.out', 'printer belu1', NULL, X'46487907208be501e762117fe62ea77e5aaa03d572d713bfc5468c4716172b8c');
INSERT INTO journal_note VALUES ('belu1', 0, 4, 'Ibu Maria went home');
INSERT INTO survey_token VALUES ('1GTTB86AEM', 'service-K', 0);
INSERT INTO survey_token VALUES ('2NZPJHBYSD', 'service-P', 0);
INSERT INTO survey_token VALUES ('6DGKQ8T2RA', 'service-K', 0);
INSERT INTO survey_token VALUES ('6ZB0FKXX0G', 'service-K', 0);
INSERT INTO survey_token VALUES ('EVFHHY9ZX9', 'service-P', 0);
INSERT INTO survey_token VALUES ('N8RN74HZM2', 'service-K', 0);
INSERT INTO survey_token VALUES ('NTV017FBAS', 'service-K', 1);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'biaya', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'kompetensi', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'pengaduan', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'perilaku', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'persyaratan', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'produk', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'prosedur', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'sarana', 4);
INSERT INTO questionnaire VALUES ('skm', 'permenpanrb-14-2017-1', 'waktu', 4);
INSERT INTO survey_response VALUES (X'67317fbe6326f14d6381503db97ac51c', 'skm', '2017-1', '2026-11-23 AM', NULL);
INSERT INTO survey_answer VALUES (X'67317fbe6326f14d6381503db97ac51c', 'biaya', 4);
INSERT INTO survey_answer VALUES (X'67317fbe6326f14d6381503db97ac51c', 'waktu', 3);
INSERT INTO survey_profile VALUES (X'67317fbe6326f14d6381503db97ac51c', 'sex', 'female');
CREATE INDEX response_by_half_day ON survey_response (half_day);
CREATE INDEX rating_by_half_day ON express_rating (half_day, rating);
-- Only prints that have ended: a ticket's own transaction writes none of them.
CREATE INDEX ended_print_attempt ON print_attempt (changed_at)
    WHERE state NOT IN ('queued', 'sending');
CREATE INDEX ended_document_print ON document_print (changed_at)
    WHERE state NOT IN ('queued', 'sending');
-- Moment at which the clock of a terminal was right, and its newest ticket then: tickets up
-- to that one say nothing of the time (A2).
CREATE TABLE clock_mark (
    terminal TEXT NOT NULL PRIMARY KEY, ticket_sequence INTEGER NOT NULL,
    moment REAL NOT NULL, business_date TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Numbers up to `value` that may be on paper, on dates up to this one.
CREATE TABLE number_floor (
    until_date TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- State from which a ticket expired, for a clock that ran ahead.
ALTER TABLE ticket ADD COLUMN expired_from TEXT;
INSERT INTO grdb_migrations VALUES ('v5');
-- Moment before which the ticket is not called again, and how often its visitor was absent.
ALTER TABLE ticket ADD COLUMN ready_at REAL;
ALTER TABLE ticket ADD COLUMN rounds INTEGER NOT NULL DEFAULT 0;
-- Counter that alone may call it.
ALTER TABLE ticket ADD COLUMN for_counter TEXT;
-- First ticket of each service and class.
CREATE INDEX callable_ticket ON ticket (business_date, service, vulnerable_group IS NULL,
    queued_at, terminal, sequence, incarnation)
    WHERE state = 'waiting' AND for_counter IS NULL;
CREATE INDEX sent_ticket ON ticket (business_date, for_counter, queued_at, terminal,
    sequence, incarnation)
    WHERE state = 'waiting' AND for_counter IS NOT NULL;
CREATE INDEX held_ticket ON ticket (business_date) WHERE state = 'held';
CREATE INDEX call_of_counter ON call (counter, called_at);
CREATE TABLE counter (
    counter TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL, reason TEXT,
    changed_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ratio (
    service_group TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Answer to each press of a key, for one that is sent again: the row of the journal, the
-- ticket that it is about, and one that it ended on the way.
CREATE TABLE press (
    identity TEXT NOT NULL PRIMARY KEY, business_date TEXT NOT NULL, what TEXT NOT NULL,
    counter TEXT NOT NULL, terminal TEXT NOT NULL, incarnation INTEGER NOT NULL,
    sequence INTEGER NOT NULL, ticket TEXT, finished TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX press_by_date ON press (business_date);
INSERT INTO counter VALUES ('3', 'paused', 'meal', 1795406400.0);
INSERT INTO ratio VALUES ('kk', 2);
INSERT INTO grdb_migrations VALUES ('v6');
