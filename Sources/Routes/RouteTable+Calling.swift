package import Wire

/// Routes of counters and of the tickets at them.
extension RouteTable {
    package static let counters = Route<Nothing, Nothing, [Wire.Counter]>(
        .get, "/v1/counters", "counterList", right: .look,
        summary: "Counters, whether they call, and who is at them.")

    package static let counterNext = Route<Wire.CounterName, Nothing, Wire.Choice>(
        .get, "/v1/counters/{counter}/next", "counterWhy", right: .look,
        summary: "Ticket that a counter would call now, and the rule that decides.",
        refusals: [.notFound: "There is no such counter."])

    package static let counterPress = Route<Wire.CounterName, Wire.Press, Wire.PressAnswer>(
        .post, "/v1/counters/{counter}/press", "counterPress", right: .call,
        summary: "Order of an officer at a counter, done once for each identity of a press.",
        refusals: [
            .notFound: "There is no such counter or ticket.",
            .conflict: "The order makes no sense now, or the identity was another press's.",
        ])

    package static let counterCall = Route<Wire.CounterName, Wire.GivenCall, Wire.PressAnswer>(
        .post, "/v1/counters/{counter}/call", "counterCall", right: .callGiven,
        summary: "Calls a given ticket before its turn, with a reason, on record.",
        refusals: [
            .notFound: "There is no such counter or ticket.",
            .conflict: "The ticket can't be called, or the counter has another one.",
        ])

    package static let queueMove = Route<Nothing, Wire.MoveRequest, Wire.MoveAnswer>(
        .post, "/v1/queue/move", "queueMove", right: .tickets,
        summary: "Moves or ends all that wait for a service, on record.",
        refusals: [
            .notFound: "There is no such service.",
            .conflict: "They wait for that service already.",
        ])

    package static let ticketIssue = Route<Nothing, Wire.IssueWish, Wire.Ticket>(
        .post, "/v1/tickets", "ticketIssue", right: .tickets,
        summary: "Issues a ticket for somebody who can't use the glass.",
        refusals: [
            .notFound: "There is no such service, variant or language.",
            .conflict: "The printer can't print, or no number is left.",
            .closed: "The office gives no tickets now.",
        ])

    package static let ticketClass = Route<Wire.TicketName, Wire.ClassWish, Wire.Ticket>(
        .post, "/v1/tickets/{ticket}/class", "ticketClass", right: .tickets,
        summary: "Corrects the group of a visitor, on record.",
        refusals: [
            .notFound: "There is no such ticket today.", .conflict: "The ticket is over.",
        ])

    package static let ticketTakeBack = Route<Wire.TicketName, Nothing, Wire.Ticket>(
        .post, "/v1/tickets/{ticket}/take-back", "ticketTakeBack", right: .tickets,
        summary: "Takes a ticket that is held, or whose visitor did not come, back into the queue.",
        refusals: [
            .notFound: "There is no such ticket today.",
            .conflict: "The ticket is in another state, or its day is over.",
        ])

    package static let ticketHistory = Route<Wire.TicketName, Nothing, [Wire.HistoryLine]>(
        .get, "/v1/tickets/{ticket}/history", "ticketHistory", right: .look,
        summary: "Everything that the journal tells of a ticket, oldest first.",
        refusals: [.notFound: "There is no such ticket today."])

    static let calling: [RouteFacts] = [
        counters.facts, counterNext.facts, counterPress.facts, counterCall.facts, queueMove.facts,
        ticketIssue.facts, ticketClass.facts, ticketTakeBack.facts, ticketHistory.facts,
    ]
}

extension Wire.CounterName: RouteInput {
    package static var limits: [String: FieldLimit] { ["counter": .name] }
}
extension Wire.Press: RouteInput {
    package static var limits: [String: FieldLimit] {
        [
            "id": .name, "order": .words(orders), "reason": .name, "ticket": .name,
            "toService": .name, "toCounter": .name,
        ]
    }
    package static var rules: [FieldRule] {
        [
            .when("order", is: "not-served", .words("reason", Wire.notServedReasons)),
            .when("order", is: "pause", .words("reason", Wire.pauseReasons)),
            .when("order", is: "resume", .given("ticket")),
            .when("order", is: "transfer", .oneOf("toService", "toCounter")),
        ]
    }
}
extension Wire.GivenCall: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["id": .name, "ticket": .name, "reason": .form(.sentence)]
    }
}
extension Wire.MoveRequest: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["service": .name, "to": .name, "reason": .words(Wire.notServedReasons)]
    }
    package static var rules: [FieldRule] { [.oneOf("to", "reason")] }
}
extension Wire.IssueWish: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["service": .name, "variant": .name, "group": .words(Wire.groups), "language": .name]
    }
}
extension Wire.ClassWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["group": .words(Wire.groups)] }
}

extension Wire.PressAnswer: JSONAnswer {}
extension Wire.Choice: JSONAnswer {}
extension Wire.MoveAnswer: JSONAnswer {}
extension Wire.Counter: ListedAnswer {}
extension Wire.HistoryLine: ListedAnswer {}
