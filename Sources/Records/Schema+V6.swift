extension Schema {
    /// Calling: tickets that are set aside or sent to a counter, counters and their states, the ratio
    /// of the classes, and presses that are done once.
    static let v6 = """
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
        """
}
