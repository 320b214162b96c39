extension Wire {
    /// News of the terminal, as the event stream tells it. Nothing of a person is in it (C4, G2).
    package struct News: Codable, Sendable, Equatable {
        /// Identity, for `since`.
        package var id: String
        package var at: String
        /// Stable name of what happened, such as `ticket.issued` or `printer.paperOut`.
        package var event: String
        /// Details by name, such as the ticket's identity.
        package var fields: [String: String]

        package init(id: String, at: String, event: String, fields: [String: String] = [:]) {
            self.id = id
            self.at = at
            self.event = event
            self.fields = fields
        }

        /// Event of a stream that can't go on where its reader was: what it knows is to be asked
        /// anew. The stream continues with what is kept.
        package static let reset = "reset"
        /// Event with which the stream ends: the daemon ends or starts over.
        package static let end = "daemon.ends"
    }
}
