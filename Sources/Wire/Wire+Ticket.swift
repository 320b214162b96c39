/// Tickets as callers see them.
extension Wire {
    package struct Ticket: Codable, Sendable, Equatable {
        package var id: String
        package var number: String
        package var businessDate: String
        package var service: String
        package var serviceName: String
        package var variant: String?
        package var group: String?
        package var language: String
        package var issuedAt: String
        package var state: String
        package var paper: String
        package var reprints: Int
        /// Number of people who can be called before; nil: it does not wait.
        package var peopleAhead: Int?
        /// Estimate of its wait from now on; nil: not yet known, or it does not wait.
        package var wait: Minutes?

        /// Whether nobody waits for longer, of all who wait (D11).
        package var waitsLongest: Bool

        /// Range in minutes.
        package struct Minutes: Codable, Sendable, Equatable {
            package var from: Int
            package var to: Int

            package init(from: Int, to: Int) {
                self.from = from
                self.to = to
            }
        }

        package init(
            id: String, number: String, businessDate: String, service: String,
            serviceName: String, variant: String?, group: String?, language: String,
            issuedAt: String, state: String, paper: String, reprints: Int, peopleAhead: Int?,
            wait: Minutes? = nil, waitsLongest: Bool = false
        ) {
            self.id = id
            self.number = number
            self.businessDate = businessDate
            self.service = service
            self.serviceName = serviceName
            self.variant = variant
            self.group = group
            self.language = language
            self.issuedAt = issuedAt
            self.state = state
            self.paper = paper
            self.reprints = reprints
            self.peopleAhead = peopleAhead
            self.wait = wait
            self.waitsLongest = waitsLongest
        }
    }
}
