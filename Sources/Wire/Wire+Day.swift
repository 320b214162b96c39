/// A day's tickets, counted.
extension Wire {
    public struct DayReport: Codable, Sendable, Equatable {
        public struct Line: Codable, Sendable, Equatable {
            public var id: String
            public var prefix: String
            public var name: String
            public var given: Int
            public var served: Int
            public var waiting: Int
            public var gone: Int
            public var expired: Int

            public init(
                id: String, prefix: String, name: String, given: Int, served: Int, waiting: Int,
                gone: Int, expired: Int
            ) {
                (self.id, self.prefix, self.name) = (id, prefix, name)
                (self.given, self.served, self.waiting) = (given, served, waiting)
                (self.gone, self.expired) = (gone, expired)
            }
        }

        /// `2026-11-23`
        public var date: String
        public var terminal: String
        /// Services of which tickets were given.
        public var services: [Line]
        public var given: Int
        public var served: Int
        public var waiting: Int
        /// Not there when called, given back, or cancelled.
        public var gone: Int
        /// Not served when the day ended.
        public var expired: Int
        /// How many slips ended how: `printed`, `sent`, `notPrinted`, `unknown` and so on.
        public var paper: [String: Int]
        public var surveys: Int
        public var ratings: Int

        public init(
            date: String, terminal: String, services: [Line], given: Int, served: Int,
            waiting: Int, gone: Int, expired: Int, paper: [String: Int], surveys: Int, ratings: Int
        ) {
            (self.date, self.terminal, self.services) = (date, terminal, services)
            (self.given, self.served, self.waiting) = (given, served, waiting)
            (self.gone, self.expired, self.paper) = (gone, expired, paper)
            (self.surveys, self.ratings) = (surveys, ratings)
        }
    }
}
