/// Whether the office gives tickets, and orders to open or close it.
extension Wire {
    package struct Office: Codable, Sendable, Equatable {
        /// Order of staff that stands.
        package struct Order: Codable, Sendable, Equatable {
            /// `open` or `closed`.
            package var state: String
            /// Moment at which it ends, as `2026-11-23T02:30:00Z`.
            package var until: String
            package var reason: String?
            /// Account that gave it.
            package var who: String
            package var setAt: String
            /// All of it in words, in the office's time.
            package var sentence: String

            package init(
                state: String, until: String, reason: String?, who: String, setAt: String,
                sentence: String
            ) {
                (self.state, self.until, self.reason) = (state, until, reason)
                (self.who, self.setAt, self.sentence) = (who, setAt, sentence)
            }
        }

        /// Service that gives no tickets while the office does.
        package struct ClosedService: Codable, Sendable, Equatable {
            package var service: String
            package var name: String
            /// `quotaReached` or `agencyAbsent`.
            package var reason: String
            package var next: String?
            /// State in a sentence.
            package var sentence: String

            package init(
                service: String, name: String, reason: String, next: String?, sentence: String
            ) {
                (self.service, self.name, self.reason) = (service, name, reason)
                (self.next, self.sentence) = (next, sentence)
            }
        }

        package var isOpen: Bool
        /// Reason why it is closed: forced, holiday, closedDate, closedWeekday, beforeOpening, breakTime,
        /// afterLastTicket or afterClosing; nil: it is open.
        package var reason: String?
        /// Next opening; nil: it is open, or does not open within a year.
        package var next: String?
        /// Moment from which no tickets are given; nil: not known, or it is closed.
        package var lastTicket: String?
        /// State in a sentence, with times of the office.
        package var sentence: String
        package var businessDate: String
        package var order: Order?
        package var closedServices: [ClosedService]

        package init(
            isOpen: Bool, reason: String?, next: String?, lastTicket: String?, sentence: String,
            businessDate: String, order: Order?, closedServices: [ClosedService]
        ) {
            (self.isOpen, self.reason, self.next) = (isOpen, reason, next)
            (self.lastTicket, self.sentence) = (lastTicket, sentence)
            (self.businessDate, self.order) = (businessDate, order)
            self.closedServices = closedServices
        }
    }

    /// Order to open or close the office, whatever its hours say.
    package struct OfficeOrderRequest: Codable, Sendable, Equatable {
        /// Time of the office at which it ends, as `15:30`; nil: the end of the business date.
        package var until: String?
        /// Reason, for the record; visitors don't see it.
        package var reason: String?

        package init(until: String? = nil, reason: String? = nil) {
            self.until = until
            self.reason = reason
        }
    }
}
