/// Counts of a day's tickets.
extension Wire {
    package struct DayReport: Codable, Sendable, Equatable {
        package struct Line: Codable, Sendable, Equatable {
            package var id: String
            package var prefix: String
            package var name: String
            package var given: Int
            package var served: Int
            package var waiting: Int
            package var gone: Int
            package var expired: Int

            package init(
                id: String, prefix: String, name: String, given: Int, served: Int, waiting: Int,
                gone: Int, expired: Int
            ) {
                (self.id, self.prefix, self.name) = (id, prefix, name)
                (self.given, self.served, self.waiting) = (given, served, waiting)
                (self.gone, self.expired) = (gone, expired)
            }
        }

        /// Business date, as `2026-11-23`.
        package var date: String
        package var terminal: String
        /// Services with any ticket on this day.
        package var services: [Line]
        package var given: Int
        package var served: Int
        package var waiting: Int
        /// Tickets of visitors who were absent when called or gave it back, and cancelled tickets.
        package var gone: Int
        /// Tickets not served when the day ended.
        package var expired: Int
        /// Number of slips by result: `printed`, `sent`, `notPrinted`, `unknown` and so on.
        package var paper: [String: Int]
        package var surveys: Int
        package var ratings: Int

        package init(
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
