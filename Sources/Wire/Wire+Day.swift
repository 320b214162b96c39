/// Counts of a day's tickets.
extension Wire {
    package struct DayReport: Codable, Sendable, Equatable {
        /// Tickets by what became of them, with their times.
        package struct Counts: Codable, Sendable, Equatable {
            package var given: Int
            package var served: Int
            /// Sent away for a reason that is not the visitor's.
            package var notServed: Int
            /// Not there when called.
            package var noShow: Int
            /// Given back by the visitor, or cancelled.
            package var withdrawn: Int
            /// Not dealt with yet.
            package var waiting: Int
            /// Not served when the day ended.
            package var expired: Int
            /// Mean time from the number to the first call; nil: nobody was called.
            package var averageWaitSeconds: Int?
            package var longestWaitSeconds: Int?
            /// Mean time from the call to the end, of those who were served; nil: nobody was.
            package var averageServiceSeconds: Int?

            package init(
                given: Int, served: Int, notServed: Int, noShow: Int, withdrawn: Int, waiting: Int,
                expired: Int, averageWaitSeconds: Int?, longestWaitSeconds: Int?,
                averageServiceSeconds: Int?
            ) {
                (self.given, self.served, self.notServed) = (given, served, notServed)
                (self.noShow, self.withdrawn) = (noShow, withdrawn)
                (self.waiting, self.expired) = (waiting, expired)
                self.averageWaitSeconds = averageWaitSeconds
                self.longestWaitSeconds = longestWaitSeconds
                self.averageServiceSeconds = averageServiceSeconds
            }
        }

        package struct Line: Codable, Sendable, Equatable {
            package var id: String
            package var prefix: String
            package var name: String
            package var counts: Counts

            package init(id: String, prefix: String, name: String, counts: Counts) {
                (self.id, self.prefix, self.name, self.counts) = (id, prefix, name, counts)
            }
        }

        /// Tickets that were issued in one hour.
        package struct Hour: Codable, Sendable, Equatable {
            /// Local hour, 0 to 23.
            package var hour: Int
            package var counts: Counts

            package init(hour: Int, counts: Counts) { (self.hour, self.counts) = (hour, counts) }
        }

        /// Tickets of one service that were issued in one hour.
        package struct Cell: Codable, Sendable, Equatable {
            package var service: String
            /// Local hour, 0 to 23.
            package var hour: Int
            package var counts: Counts

            package init(service: String, hour: Int, counts: Counts) {
                (self.service, self.hour, self.counts) = (service, hour, counts)
            }
        }

        /// Business date, as `2026-11-23`.
        package var date: String
        package var terminal: String
        package var all: Counts
        /// Services with any ticket on this day.
        package var services: [Line]
        /// Hours with any ticket, the first one of the day first.
        package var hours: [Hour]
        /// Services and hours with any ticket.
        package var cells: [Cell]
        /// Number of slips by result: `printed`, `sent`, `notPrinted`, `unknown` and so on.
        package var paper: [String: Int]
        /// Number of lists of requirements that were printed.
        package var lists: Int
        package var surveys: Int
        package var ratings: Int

        package init(
            date: String, terminal: String, all: Counts, services: [Line], hours: [Hour],
            cells: [Cell], paper: [String: Int], lists: Int, surveys: Int, ratings: Int
        ) {
            (self.date, self.terminal, self.all) = (date, terminal, all)
            (self.services, self.hours, self.cells) = (services, hours, cells)
            (self.paper, self.lists) = (paper, lists)
            (self.surveys, self.ratings) = (surveys, ratings)
        }
    }
}
