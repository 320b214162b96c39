extension Schema {
    /// Indexes of the times by which prints and answers are asked for, marks of a clock that a person
    /// called right, and numbers that a lost file may have given.
    static let v5 = """
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
        """
}
