import CCups

/// Event of a queue or of a job in it (RFC 3995). It tells that something changed, not the current
/// state.
struct QueueEvent: Sendable, Hashable {
    /// Number of the event, one more than that of the previous one.
    var sequence = 0
    /// Name, as `job-completed`, `printer-state-changed`.
    var name = ""
    var job: Int?
    /// State of that job from then on.
    var jobState: JobStatus.State?
}

extension CupsConnection {
    /// Makes CUPS keep the events of a queue for this many seconds. CUPS 2.4 includes events of
    /// other queues. Returns the subscription's id; its events count from 1.
    func subscribe(queue name: String, leaseSeconds: Int32) async throws(CupsError) -> Int {
        try await run { cups in
            let request = cups.request(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, queue: name)
            cups.add(
                ["printer-state-changed", "job-state-changed", "job-completed"],
                as: "notify-events", to: request, IPP_TAG_SUBSCRIPTION)
            ippAddString(
                request, IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-pull-method", nil, "ippget")
            ippAddInteger(
                request, IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-lease-duration",
                leaseSeconds)
            let operation = "Create-Printer-Subscriptions"
            return cups.send(request, operation).flatMap { response in
                defer { ippDelete(response) }
                guard let id = Self.number(response, "notify-subscription-id") else {
                    return .failure(
                        .refused(
                            operation: operation, status: 0, message: "no notify-subscription-id"))
                }
                return .success(id)
            }
        }
    }

    /// Returns the events kept by CUPS from this number on. Nil: CUPS no longer knows the
    /// subscription.
    func events(of subscription: Int, queue name: String, from sequence: Int)
        async throws(CupsError) -> [QueueEvent]?
    {
        do {
            return try await run { cups in
                let request = cups.request(IPP_OP_GET_NOTIFICATIONS, queue: name)
                for (key, value) in [
                    ("notify-subscription-ids", subscription),
                    ("notify-sequence-numbers", sequence),
                ] {
                    ippAddInteger(
                        request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, key, Int32(clamping: value))
                }
                return cups.send(request, "Get-Notifications").map { response in
                    defer { ippDelete(response) }
                    return Self.events(response)
                }
            }
        } catch {
            if case .refused(_, CupsError.notFound, _) = error { return nil }
            throw error
        }
    }

    /// Parses the events: each is a group of attributes, separated by a nameless one.
    private static func events(_ response: OpaquePointer) -> [QueueEvent] {
        var events: [QueueEvent] = []
        var open: QueueEvent?
        var attribute = ippFirstAttribute(response)
        while let current = attribute {
            defer { attribute = ippNextAttribute(response) }
            guard ippGetGroupTag(current) == IPP_TAG_EVENT_NOTIFICATION,
                let name = ippGetName(current).map({ String(cString: $0) })
            else {
                if let event = open { events.append(event) }
                open = nil
                continue
            }
            var event = open ?? QueueEvent()
            switch name {
            case "notify-sequence-number": event.sequence = Int(ippGetInteger(current, 0))
            case "notify-subscribed-event":
                event.name = ippGetString(current, 0, nil).map { String(cString: $0) } ?? ""
            case "notify-job-id": event.job = Int(ippGetInteger(current, 0))
            case "job-state": event.jobState = jobState(Int(ippGetInteger(current, 0)))
            default: break
            }
            open = event
        }
        if let event = open { events.append(event) }
        return events
    }
}
