import Routes
import Terminal
import Wire

/// Handlers of counters and of the tickets at them.
extension ControlAPI {
    var callingHandlers: [Handler] {
        let hall = terminal.control.hall
        return [
            Handler(RouteTable.counters) { _ in try await hall.counters() },
            Handler(RouteTable.counterNext) { try await hall.choice(at: $0.query.counter) },
            Handler(RouteTable.counterPress) {
                try await hall.press($0.body, at: $0.query.counter, by: $0.caller)
            },
            Handler(RouteTable.counterCall) {
                try await hall.call($0.body, at: $0.query.counter, by: $0.caller)
            },
            Handler(RouteTable.queueMove) { try await hall.move($0.body, by: $0.caller) },
            Handler(RouteTable.ticketIssue) { try await hall.issue($0.body, by: $0.caller) },
            Handler(RouteTable.ticketClass) {
                try await hall.setGroup(
                    $0.body.group, of: $0.query.ticket, by: $0.caller)
            },
            Handler(RouteTable.ticketTakeBack) {
                try await hall.takeBack($0.query.ticket, by: $0.caller)
            },
            Handler(RouteTable.ticketHistory) { try await hall.history($0.query.ticket) },
        ]
    }
}
