/// Roll of paper, and the prints on it.
extension Wire {
    /// Roll in the printer, by the count of printed paper.
    package struct Paper: Codable, Sendable, Equatable {
        /// Time when the roll was loaded; nil: no roll was reported yet.
        package var loadedAt: String?
        package var rollMetres: Double?
        package var leftMetres: Double?
        /// Hour in which it ends, if the coming days are like the last ones.
        package var endsAt: String?
        package var isLow: Bool
        /// Whether a person has seen a readable test slip of it.
        package var isTested: Bool

        package init(
            loadedAt: String? = nil, rollMetres: Double? = nil, leftMetres: Double? = nil,
            endsAt: String? = nil, isLow: Bool = false, isTested: Bool = false
        ) {
            self.loadedAt = loadedAt
            self.rollMetres = rollMetres
            self.leftMetres = leftMetres
            self.endsAt = endsAt
            self.isLow = isLow
            self.isTested = isTested
        }
    }

    /// Report of a new roll. Without a length the profile's applies.
    package struct RollRequest: Codable, Sendable {
        package var metres: Double?

        package init(metres: Double? = nil) { self.metres = metres }
    }

    /// Line of `loket printer history`.
    package struct Print: Codable, Sendable, Equatable {
        package var time: String
        /// Printed item: a ticket's number, `list` or `test`.
        package var what: String
        package var attempt: Int
        package var end: String
        package var job: Int?
        package var detail: String?

        package init(
            time: String, what: String, attempt: Int, end: String, job: Int?, detail: String?
        ) {
            self.time = time
            self.what = what
            self.attempt = attempt
            self.end = end
            self.job = job
            self.detail = detail
        }
    }
}
