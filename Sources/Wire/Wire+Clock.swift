/// Clock of the machine, and what the records say of it.
extension Wire {
    package struct Clock: Codable, Sendable, Equatable {
        /// Time of the machine's clock, as `2026-11-23T01:41:00Z`.
        package var time: String
        /// Time zone of the office.
        package var zone: String
        package var businessDate: String
        /// Time at which the newest ticket was given by the clock of then; nil: there is none.
        package var newestTicket: String?
        /// Time that a person called right after that ticket; nil: nobody did.
        package var acceptedTime: String?
        /// Sentence about a clock that is behind the newest ticket; nil: it is not.
        package var fault: String?

        package init(
            time: String, zone: String, businessDate: String, newestTicket: String?,
            acceptedTime: String?, fault: String?
        ) {
            (self.time, self.zone, self.businessDate) = (time, zone, businessDate)
            (self.newestTicket, self.acceptedTime) = (newestTicket, acceptedTime)
            self.fault = fault
        }
    }

    /// Report that the machine's clock was set.
    package struct ClockSetReport: Codable, Sendable, Equatable {
        /// Seconds since 1970 of the clock before; nil: not known.
        package var before: Double?

        package init(before: Double? = nil) { self.before = before }
    }

    /// Result of taking the clock's time as right.
    package struct ClockAcceptance: Codable, Sendable, Equatable {
        /// Business date from now on.
        package var businessDate: String
        /// Number of tickets that were moved to it from later dates.
        package var moved: Int
        /// Numbers of later dates that waited and were given on this date as well: they are no longer
        /// valid, and their visitors need new ones.
        package var stranded: [String]

        package init(businessDate: String, moved: Int, stranded: [String]) {
            (self.businessDate, self.moved, self.stranded) = (businessDate, moved, stranded)
        }
    }
}
