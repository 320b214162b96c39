extension Schema {
    /// Waiting times: what each ticket was told, how long services take, and what became of the newest
    /// estimates; and orders to open or close the office.
    static let v7 = """
        -- Estimate in seconds that the ticket was given (E1), until it is called, and the minutes that
        -- its visitor read. NULL: not yet known (E2).
        ALTER TABLE ticket ADD COLUMN wait_low INTEGER;
        ALTER TABLE ticket ADD COLUMN wait_middle INTEGER;
        ALTER TABLE ticket ADD COLUMN wait_high INTEGER;
        ALTER TABLE ticket ADD COLUMN wait_from INTEGER;
        ALTER TABLE ticket ADD COLUMN wait_to INTEGER;
        -- Newest times of each service from call to call, while somebody waited (D7).
        CREATE TABLE service_time (
            number INTEGER PRIMARY KEY, service TEXT NOT NULL, at REAL NOT NULL, seconds REAL NOT NULL
        ) STRICT;
        CREATE INDEX time_of_service ON service_time (service, number);
        -- Newest tickets that were given an estimate and called, with their wait in seconds (E3).
        CREATE TABLE wait_outcome (
            number INTEGER PRIMARY KEY, low INTEGER NOT NULL, middle INTEGER NOT NULL,
            high INTEGER NOT NULL, waited INTEGER NOT NULL
        ) STRICT;
        -- Order to open or close the office, whatever its hours say (F1).
        CREATE TABLE opening_order (
            only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL
                CHECK (state IN ('open', 'closed')),
            until REAL, business_date TEXT NOT NULL, reason TEXT, who TEXT NOT NULL,
            set_at REAL NOT NULL
        ) STRICT;
        """
}
