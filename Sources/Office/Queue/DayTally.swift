/// Tickets of a business date with their times, counted by service and hour.
package struct DayTally: Hashable, Sendable {
    /// Place of a ticket in the table.
    package struct Key: Hashable, Sendable {
        package var serviceID: Service.ID
        /// Local hour in which it was issued, 0 to 23.
        package var hour: Int

        package init(serviceID: Service.ID, hour: Int) {
            self.serviceID = serviceID
            self.hour = hour
        }
    }

    /// Times of several tickets, in seconds.
    package struct Times: Hashable, Sendable {
        package private(set) var count = 0
        private var sum = 0.0
        private var most = 0.0

        package init() {}

        /// Times in seconds that are believed: a clock that was set makes others, which say nothing.
        private static let plausible = 0.0...(7 * 86_400)

        /// Adds a time, where it is a plausible one.
        package mutating func add(_ seconds: Double) {
            guard Self.plausible.contains(seconds) else { return }
            count += 1
            sum += seconds
            most = max(most, seconds)
        }

        /// Mean in whole seconds; nil: there are no times.
        package var average: Int? { count == 0 ? nil : Int((sum / Double(count)).rounded()) }
        /// Longest in whole seconds; nil: there are no times.
        package var longest: Int? { count == 0 ? nil : Int(most.rounded()) }

        static func + (a: Times, b: Times) -> Times {
            var sum = a
            sum.count += b.count
            sum.sum += b.sum
            sum.most = max(a.most, b.most)
            return sum
        }
    }

    /// Tickets of one cell.
    package struct Cell: Hashable, Sendable {
        package var states: [TicketState: Int] = [:]
        /// Times from the issue to the first call.
        package var waits = Times()
        /// Times from the last call to the end, of tickets that were served.
        package var services = Times()

        package init() {}

        /// Number of tickets in one of these states.
        package func count(_ wanted: [TicketState]) -> Int {
            wanted.reduce(0) { $0 + (states[$1] ?? 0) }
        }

        /// Number of tickets issued.
        package var given: Int { states.values.reduce(0, +) }

        static func + (a: Cell, b: Cell) -> Cell {
            var sum = a
            sum.states.merge(b.states, uniquingKeysWith: +)
            sum.waits = a.waits + b.waits
            sum.services = a.services + b.services
            return sum
        }
    }

    package var cells: [Key: Cell] = [:]

    package init() {}

    /// Sum of all cells that are wanted.
    package func sum(_ isWanted: (Key) -> Bool = { _ in true }) -> Cell {
        cells.reduce(Cell()) { isWanted($1.key) ? $0 + $1.value : $0 }
    }

    /// Hours with any ticket. A day that begins at this hour has those before it last.
    package func hours(from start: Int) -> [Int] {
        Set(cells.keys.map(\.hour)).sorted { ($0 - start + 24) % 24 < ($1 - start + 24) % 24 }
    }

    /// Services with any ticket.
    package var services: Set<Service.ID> { Set(cells.keys.map(\.serviceID)) }
}
