/// The roll, and what was printed on it.
extension Wire {
    /// The roll in the printer, by the count.
    package struct Paper: Codable, Sendable, Equatable {
        /// Nil: nobody has told of a roll yet.
        package var loadedAt: String?
        package var rollMetres: Double?
        package var leftMetres: Double?
        /// The hour in which it ends, if the coming days are like the last ones.
        package var endsAt: String?
        package var isLow: Bool
        /// A person has seen a readable test slip of it.
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

    /// A new roll. Without its length it is as long as the profile says.
    package struct RollRequest: Codable, Sendable {
        package var metres: Double?

        package init(metres: Double?) { self.metres = metres }
    }

    /// A line of `loket printer history`.
    package struct Print: Codable, Sendable, Equatable {
        package var time: String
        /// A ticket's number, `list` or `test`.
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
