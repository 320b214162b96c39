import Foundation
import Kernel
import Records
import Synchronization
import TestSupport
import Wire

/// Book of all presses that officers sent, with the answers that came, to be compared with the
/// records.
final class PressBook: Sendable {
    struct Entry: Sendable {
        var id: String
        var counter: String
        var press: Wire.Press
        var answer: Wire.PressAnswer?
    }

    private struct State {
        var entries: [Entry] = []
        var refusals: [String] = []
        var sent = 0
        var alarm: (at: Int, body: @Sendable () -> Void)?
    }

    /// Transitions that only presses make, each with one row for each press that was answered so.
    private static let transitions = [
        "ticket.called", "ticket.recalled", "ticket.serving", "ticket.held", "ticket.noShow",
        "ticket.notServed", "counter.idle", "counter.paused",
    ]

    private let state = Mutex(State())

    var presses: [Entry] { state.withLock { $0.entries } }
    /// Presses without an answer.
    var open: [Entry] { presses.filter { $0.answer == nil } }
    var refusals: [String] { state.withLock { $0.refusals } }

    /// Calls `body` once, on the thread of the officer who has sent this many presses from now on.
    func onPress(_ count: Int, _ body: @Sendable @escaping () -> Void) {
        state.withLock { $0.alarm = ($0.sent + count, body) }
    }

    func begin(_ id: String, at counter: String, order: String) {
        begin(Wire.Press(id: id, order: order), at: counter)
    }

    func begin(_ press: Wire.Press, at counter: String) {
        state.withLock {
            $0.entries.append(Entry(id: press.id, counter: counter, press: press))
        }
    }

    /// Notes that a press is on its way.
    func sent() {
        let body = state.withLock { state -> (@Sendable () -> Void)? in
            state.sent += 1
            guard let alarm = state.alarm, alarm.at <= state.sent else { return nil }
            state.alarm = nil
            return alarm.body
        }
        body?()
    }

    func end(_ id: String, _ answer: Wire.PressAnswer?) {
        state.withLock { state in
            if let place = state.entries.lastIndex(where: { $0.id == id }) {
                state.entries[place].answer = answer
            }
        }
    }

    func refuse(_ sentence: String) { state.withLock { $0.refusals.append(sentence) } }

    /// Sentences about what the records hold other than what the officers were told: every press
    /// once, with its row of the journal, and no row without a press.
    func failures(in folder: String) throws -> [String] {
        let records = try Records(folder: folder, terminal: "belu1")
        defer { records.close() }
        let presses = presses
        return try records.readNow { records in
            var failures: [String] = []
            var rows: [JournalKey: String] = [:]
            for entry in presses {
                guard let stored = try records.presses.press(entry.id) else {
                    failures.append("press \(entry.id) is not on record")
                    continue
                }
                let key = stored.entry
                if entry.answer?.entry != "\(key.terminal)-\(key.sequence).\(key.incarnation)" {
                    failures.append("press \(entry.id) has another answer on record")
                }
                if let other = rows.updateValue(entry.id, forKey: key) {
                    failures.append("presses \(other) and \(entry.id) have one row")
                }
                if try records.journal.entry(key)?.what != entry.answer?.what {
                    failures.append("press \(entry.id) has a row of something else")
                }
            }
            let journal = try records.journal.newest(limit: 1_000_000)
            for what in Self.transitions {
                let told = presses.count { $0.answer?.what == what }
                let found = journal.count { $0.what == what }
                if told != found {
                    failures.append("\(found) rows \(what) for presses: \(told)")
                }
            }
            let done = presses.count { $0.answer?.what == "ticket.done" }
            let finished = presses.count { $0.answer?.finished != nil }
            let ends = journal.count { $0.what == "ticket.done" }
            if done + finished != ends {
                failures.append("\(ends) tickets are done, \(done + finished) by presses")
            }
            if let fault = try records.journal.verify() { failures.append(fault.description) }
            return failures
        }
    }
}

/// Officer at one counter over the socket, on a thread of its own while it presses.
final class PressingOfficer: Sendable {
    private let counter: String
    private let socket: String
    private let book: PressBook

    init(_ counter: String, socket: String, book: PressBook) {
        (self.counter, self.socket, self.book) = (counter, socket, book)
    }

    /// Presses until the daemon is gone.
    func work(seed: UInt64) async {
        await onThread { [self] in
            var random = SeededRandom(seed: seed)
            while true {
                let press = following(&random)
                book.begin(press, at: counter)
                guard let answer = try? ask(press, isFirst: true) else { return }
                book.end(press.id, answer)
            }
        }
    }

    /// Sends those presses again that have no answer. Returns how many of them were done before.
    func pressAgain() async throws -> Int {
        var stood = 0
        for entry in book.open where entry.counter == counter {
            let answer = try await send(entry.press)
            if answer.isRepeat { stood += 1 }
            book.end(entry.id, answer)
        }
        return stood
    }

    /// Sends every press again that has an answer. Returns the ids of those that have another one now.
    func repeatAnswers() async throws -> [String] {
        var others: [String] = []
        for entry in book.presses.suffix(100) {
            let again = try await PressingOfficer(entry.counter, socket: socket, book: book)
                .send(entry.press)
            if !again.isRepeat || again.entry != entry.answer?.entry
                || again.ticket?.id != entry.answer?.ticket?.id
            {
                others.append(entry.id)
            }
        }
        return others
    }

    /// Sends a press and waits for its answer.
    func send(_ press: Wire.Press) async throws -> Wire.PressAnswer {
        try await onThread { [self] in Result { try ask(press, isFirst: false) } }.get()
    }

    private func onThread<Value: Sendable>(_ body: @Sendable @escaping () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    /// Order that makes sense after what this counter was told last.
    private func following(_ random: inout SeededRandom) -> Wire.Press {
        let presses = book.presses.filter { $0.counter == counter }
        let last = presses.last?.answer
        var press = Wire.Press(id: "\(counter)-\(presses.count)", order: "next")
        let orders: [String] =
            switch last?.what {
            case "ticket.called":
                ["next", "recall", "serve", "hold", "finish", "not-served", "transfer", "pause"]
            case "ticket.recalled": ["next", "no-show", "finish", "recall"]
            case "ticket.serving": ["next", "finish", "hold", "not-served"]
            case "ticket.held": ["next", "resume"]
            default: ["next"]
            }
        press.order = orders.randomElement(using: &random) ?? "next"
        switch press.order {
        case "not-served": press.reason = "network-down"
        case "pause": press.reason = "rest"
        case "transfer": press.toService = "kk"
        case "resume": press.ticket = last?.ticket?.id
        default: break
        }
        return press
    }

    /// Sends a press; `isFirst`: for the first time, which may be the last of the daemon.
    private func ask(_ press: Wire.Press, isFirst: Bool) throws -> Wire.PressAnswer {
        let body = try JSONEncoder().encode(press)
        let connection = try UnixSocket(connectingTo: socket, limit: Daemon.patience)
        let head =
            "POST /v1/counters/\(counter)/press HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        try connection.send(Array(head.utf8) + body)
        if isFirst { book.sent() }
        let text = String(decoding: try connection.receiveAll(), as: UTF8.self)
        guard let start = text.range(of: "\r\n\r\n")?.upperBound else {
            throw NeverHappened(what: "an answer to \(press.order)")
        }
        guard text.hasPrefix("HTTP/1.1 200") else {
            book.refuse("\(press.order) at \(counter): \(text[start...])")
            throw NeverHappened(what: "\(press.order) is refused: \(text[start...])")
        }
        return try JSONDecoder().decode(Wire.PressAnswer.self, from: Data(text[start...].utf8))
    }
}
