/// The roll, and what was printed on it.
extension Wire {
    /// The roll in the printer, by the count.
    public struct Paper: Codable, Sendable, Equatable {
        /// Nil: nobody has told of a roll yet.
        public var loadedAt: String?
        public var rollMetres: Double?
        public var leftMetres: Double?
        /// The hour in which it ends, if the coming days are like the last ones.
        public var endsAt: String?
        public var isLow: Bool
        /// A person has seen a readable test slip of it.
        public var isTested: Bool

        public init(
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
    public struct RollRequest: Codable, Sendable {
        public var metres: Double?

        public init(metres: Double?) { self.metres = metres }
    }

    /// A line of `loket printer history`.
    public struct Print: Codable, Sendable, Equatable {
        public var time: String
        /// A ticket's number, `list` or `test`.
        public var what: String
        public var attempt: Int
        public var end: String
        public var job: Int?
        public var detail: String?

        public init(
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
