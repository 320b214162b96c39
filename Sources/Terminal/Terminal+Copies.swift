import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Screens
package import Slips
import Wire

/// One more print of a ticket: a marked copy that a person asked for, or another try at what surely
/// did not come out (B1, B7, B11).
extension Terminal {
    /// For the visitor, who may once where the settings say so.
    func printAgain(_ id: TicketID) async {
        do { order(try await copy(id, limit: 1, who: "visitor")) } catch {
            log.error("paper.reprint.failed", metadata: ["error": "\(error)"])
        }
    }

    /// For staff, at most three times, marked, and on record (B7). Waits for the end.
    package func printAgain(_ text: String, who: String) async throws -> PrintEnd {
        if printer == nil { throw Wire.Failure(error: PrinterCondition.none.advice) }
        let ticket = try await find(text)
        let copy = try await copy(ticket.id, limit: Self.maximumCopies, who: who)
        log.notice("ticket.reprint", metadata: ["ticket": "\(ticket.id)"])
        return await printed(copy)
    }

    /// Of one ticket, by staff (B7).
    static let maximumCopies = 3

    private func copy(_ id: TicketID, limit: Int, who: String) async throws -> PrintOrder.What {
        guard await isRecovered() else { throw Wire.Failure(error: Self.unrecovered) }
        let attempt = try await records.beginReprint(
            id, limit: limit, who: who, at: clock.now().wall)
        guard let ticket = try await records.ticket(id) else {
            throw RecordsError.noTicket("\(id)")
        }
        return .tickets([
            TicketSlip(
                ticket, peopleAhead: try await records.peopleAhead(of: ticket), ticked: [],
                attempt: attempt.number, by: shownBundle)
        ])
    }

    /// What surely did not come out is printed once the printer is back, while its visitor still
    /// stands before it (B1, B11).
    func retryUnprinted() async {
        guard condition.canPrint, !unprinted.isEmpty else { return }
        let now = clock.now()
        let orders = unprinted.filter { now.uptime - $0.since <= PrintOrder.lifetime }
        unprinted = []
        let ids = orders.flatMap(\.slips).map(\.ticket.id)
        // All at once: the first one that is printed anew changes the screen.
        let sights = await loop.query { core in
            Dictionary(ids.map { ($0, core.session.sight(ofUnprinted: $0)) }) { $1 }
        }
        for order in orders {
            if order.slips.contains(where: { sights[$0.ticket.id] == .stillPrinting }) {
                unprinted.append(order)
                continue
            }
            var again: [TicketSlip] = []
            for var slip in order.slips where slip.attempt < Self.maximumTries {
                let id = slip.ticket.id
                guard sights[id] == .failed,
                    let next = try? await records.retryPrint(id, at: now.wall)
                else { continue }
                slip.attempt = next.number
                again.append(slip)
            }
            guard !again.isEmpty else { continue }
            for slip in again { loop.post(.event(.paper(slip.ticket.id, .queued))) }
            // The visitor came when the first one was asked for.
            enqueue(PrintOrder(what: .tickets(again), since: order.since))
            log.notice("paper.retry")
        }
    }

    /// Of one ticket, before a person has to look.
    static let maximumTries = 4
}
