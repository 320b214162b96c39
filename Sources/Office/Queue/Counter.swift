/// Class by which a ticket is called (D3): priority for the vulnerable groups, regular for all others.
package enum QueueClass: String, Sendable, Codable, CaseIterable {
    case priority, regular

    /// Class of a ticket whose visitor belongs to this group, or to none (D4).
    package init(_ group: VulnerableGroup?) {
        self = group == nil ? .regular : .priority
    }
}

/// Counter of the office (*loket*): whom it calls, and how it is named to them (D8).
package struct Counter: Identifiable, Hashable, Sendable {
    /// Classes of tickets that a counter calls.
    package enum Classes: String, Sendable, CaseIterable {
        case all, priority, regular

        package func takes(_ queueClass: QueueClass) -> Bool {
            switch self {
            case .all: true
            case .priority: queueClass == .priority
            case .regular: queueClass == .regular
            }
        }
    }

    /// Name in settings, commands and records: `[a-z0-9-]{1,12}`.
    package var id: String
    /// Number on its sign, from 1 to 99.
    package var number: Int
    /// Word before the number: *loket*, *meja*, *ruang*.
    package var place: LocalizedText
    /// Part of the hall in which its calls are shown and spoken.
    package var zone: String
    /// Services that it calls before all others.
    package var primary: [Service.ID]
    /// Services that it calls where nobody waits for a primary one, or somebody waits for too long.
    package var secondary: [Service.ID]
    package var classes: Classes

    package init(
        id: String, number: Int, place: LocalizedText = Counter.usualPlace, zone: String = "A",
        primary: [Service.ID], secondary: [Service.ID] = [], classes: Classes = .all
    ) {
        self.id = id
        self.number = number
        self.place = place
        self.zone = zone
        self.primary = primary
        self.secondary = secondary
        self.classes = classes
    }

    /// Place word of a counter that names none.
    package static let usualPlace: LocalizedText = LocalizedText([
        .indonesian: "Loket", .english: "Counter", .portuguese: "Balcão", .tetum: "Balkaun",
    ])

    /// All services that it calls, primary ones first.
    package var services: [Service.ID] { primary + secondary }

    /// Whether it calls tickets of this service and class (D8).
    package func calls(_ service: Service.ID, _ queueClass: QueueClass) -> Bool {
        classes.takes(queueClass) && (primary.contains(service) || secondary.contains(service))
    }
}
