package import Office
package import Slips

/// One line of the list of queues.
package struct QueueGlance: Sendable, Hashable {
    package var name: String
    package var device: String
    package var condition: PrinterCondition
}

extension PrinterSetup {
    /// Asks CUPS about a queue, and the printer itself unless its answer is known already.
    package func status(_ name: String, answer: PrinterAnswer? = nil)
        async throws(PrinterSetupError) -> QueueReport
    {
        let status = try await existing(name)
        let isDefault =
            try await ask { (cups) throws(CupsError) in try await cups.defaultQueue() } == name
        var probe = IdleProbe()
        let answer =
            if let answer { answer } else { await probe.ask(status, isThorough: true) }
        return QueueReport(status, isDefault: isDefault, answer: answer)
    }

    /// All queues of CUPS. The condition of our own is known; of the others each printer is asked
    /// once, all at the same time, but for printers that print just now and our own.
    package func glance(
        isOurs: (String) -> Bool, ours: PrinterCondition
    ) async throws(PrinterSetupError) -> [QueueGlance] {
        let names = try await ask { (cups) throws(CupsError) in try await cups.queueNames() }
        var queues: [(name: String, status: QueueStatus?)] = []
        for name in names {
            let status = try await ask { (cups) throws(CupsError) in try await cups.queue(name) }
            queues.append((name, status))
        }
        let busy = queues.filter { isOurs($0.name) || $0.status?.isPrinting == true }
        let answers = await Self.answers(
            queues.compactMap(\.status), busy: Set(busy.map { Self.place($0.status?.device ?? "") })
        )
        return queues.map { name, status in
            let device = status?.device ?? ""
            if isOurs(name) { return QueueGlance(name: name, device: device, condition: ours) }
            return QueueGlance(
                name: name, device: device,
                condition: QueueTruth.condition(
                    of: status, printer: answers[Self.place(device)] ?? .unasked("Not asked."),
                    reasonAge: status?.reasonAge))
        }
    }

    /// Most printers that are asked for one list.
    static let maximumAsked = 16

    /// Answers by the printers' places.
    private static func answers(
        _ queues: [QueueStatus], busy: Set<String>
    ) async -> [String: PrinterAnswer] {
        let idle = Dictionary(queues.map { (place($0.device), $0) }) { first, _ in first }
            .filter { !busy.contains($0.key) }
        return await withTaskGroup(of: (String, PrinterAnswer).self) { group in
            for (place, queue) in idle.sorted(by: { $0.key < $1.key }).prefix(maximumAsked) {
                group.addTask {
                    var probe = IdleProbe()
                    return (place, await probe.ask(queue))
                }
            }
            var answers: [String: PrinterAnswer] = [:]
            for await (place, answer) in group { answers[place] = answer }
            return answers
        }
    }

    /// The device without its options: two queues of one printer have the same.
    private static func place(_ device: String) -> String { String(device.prefix { $0 != "?" }) }
}
