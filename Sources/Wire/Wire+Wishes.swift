/// Parameters of questions, from the path and the query of a URL.
extension Wire {
    package struct TicketName: Codable, Sendable, Equatable {
        /// Number of today, code or identity of a ticket.
        package var ticket: String

        package init(_ ticket: String) { self.ticket = ticket }
    }

    package struct ServiceName: Codable, Sendable, Equatable {
        /// Identity of a service in the catalogue.
        package var service: String

        package init(_ service: String) { self.service = service }
    }

    package struct QueueWish: Codable, Sendable, Equatable {
        /// Service whose tickets are listed; nil: all.
        package var service: String?

        package init(service: String? = nil) { self.service = service }
    }

    package struct ServicesWish: Codable, Sendable, Equatable {
        /// Words, or their beginnings; nil: the whole catalogue.
        package var search: String?

        package init(search: String? = nil) { self.search = search }
    }

    package struct SurveySpan: Codable, Sendable, Equatable {
        /// First day, as `2026-01-01`; nil: 1 January.
        package var from: String?
        /// Last day; nil: today.
        package var to: String?

        package init(from: String? = nil, to: String? = nil) {
            self.from = from
            self.to = to
        }
    }

    package struct DayWish: Codable, Sendable, Equatable {
        /// Business date, as `2026-11-20`; nil: today.
        package var date: String?

        package init(date: String? = nil) { self.date = date }
    }

    package struct PrinterWish: Codable, Sendable, Equatable {
        /// Print queue of CUPS; nil: the terminal's own.
        package var queue: String?

        package init(queue: String? = nil) { self.queue = queue }
    }

    package struct PreviewWish: Codable, Sendable, Equatable {
        /// Service of the ticket; nil: the first one.
        package var service: String?
        /// Printer profile; nil: the terminal's own.
        package var profile: String?

        package init(service: String? = nil, profile: String? = nil) {
            self.service = service
            self.profile = profile
        }
    }

    package struct PrintsWish: Codable, Sendable, Equatable {
        /// Number of prints, the newest first; nil: 20.
        package var limit: Int?

        package init(limit: Int? = nil) { self.limit = limit }
    }

    package struct IdleWish: Codable, Sendable, Equatable {
        /// Longest wait in seconds; nil: 10.
        package var seconds: Double?

        package init(seconds: Double? = nil) { self.seconds = seconds }
    }

    package struct FrameWish: Codable, Sendable, Equatable {
        /// Number of the frame that the page has: the answer waits for another one.
        package var after: Int?

        package init(after: Int? = nil) { self.after = after }
    }

    package struct NewsWish: Codable, Sendable, Equatable {
        /// Identity of the last news that the reader has; `0`: all that is kept; nil: only what
        /// comes from now on.
        package var since: String?

        package init(since: String? = nil) { self.since = since }
    }
}
