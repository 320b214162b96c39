import Desk
import Errands
import Foundation
import Hall
import Logging
import Office
import Records
import Settings
package import Wire

/// Orders of staff about tickets that are at no counter.
extension HallControl {
    /// Moves or ends all that wait for a service (D10, L6).
    package func move(_ request: Wire.MoveRequest, by caller: Caller) async throws
        -> Wire.MoveAnswer
    {
        try await requireService(request.service)
        let reason: NotServedReason?
        switch (request.to, request.reason) {
        case (let to?, nil):
            try await requireService(to)
            if to == request.service {
                throw Refusal.conflict("They wait for '\(to)' already.")
            }
            reason = nil
        case (nil, let word?): reason = try Self.word(word, "reason") as NotServedReason
        default:
            throw Refusal.invalid(
                "to", "Say to which service they are moved, or why they are not served.")
        }
        let count = try await terminal.transact { desk, records, moment in
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            let count =
                if let reason {
                    try StaffDesk().endAll(
                        request.service, because: reason, on: today, who: caller.who, in: records,
                        at: moment.wall)
                } else {
                    try StaffDesk().move(
                        request.service, to: request.to ?? request.service, on: today,
                        who: caller.who, in: records, at: moment.wall)
                }
            return (count, outcome + (try desk.waiting(in: records, at: moment)))
        }
        terminal.log.notice(
            "queue.moved",
            metadata: [
                "service": "\(request.service)", "to": "\(request.to ?? "-")",
                "reason": "\(request.reason ?? "-")", "count": "\(count)", "who": "\(caller)",
            ])
        return Wire.MoveAnswer(count: count)
    }

    /// Issues a ticket for somebody who can't use the glass (D12).
    package func issue(_ wish: Wire.IssueWish, by caller: Caller) async throws -> Wire.Ticket {
        let service = try await requireService(wish.service)
        if let variant = wish.variant, service.variant(variant) == nil {
            let known = service.variants.map(\.id).joined(separator: ", ")
            throw Refusal.notFound(
                "\(service.id) has no variant '\(variant)'; there are: \(known).")
        }
        let bundle = await terminal.bundle
        let languages = bundle.phrases.languages
        let language = wish.language.map(Language.init(rawValue:)) ?? bundle.phrases.defaultLanguage
        guard languages.contains(language) else {
            let known = languages.map(\.rawValue).joined(separator: ", ")
            throw Refusal.notFound(
                "'\(language.rawValue)' is not set up; there are: \(known).")
        }
        let group = try Self.group(wish.group)
        try await control.requireRecovery()
        let issued = try await terminal.transact { desk, records, moment in
            let (issued, outcome) = try desk.issue(
                TicketWish(serviceID: service.id, variantID: wish.variant, group: group),
                language, wantsPaper: wish.paper, who: caller.who, in: records, at: moment)
            return (issued.id, outcome)
        }
        return try await control.ticket(issued.description)
    }

    /// Corrects the group of a visitor (D4).
    package func setGroup(_ group: String?, of text: String, by caller: Caller) async throws
        -> Wire.Ticket
    {
        let id = try await control.find(text).id
        let group = try Self.group(group)
        try await terminal.transact { desk, records, moment in
            try records.tickets.setGroup(group, of: id, who: caller.who, at: moment.wall)
            return ((), try desk.waiting(in: records, at: moment))
        }
        return try await control.ticket(id.description)
    }

    /// Takes a held ticket or a no-show back into the queue (D2).
    package func takeBack(_ text: String, by caller: Caller) async throws -> Wire.Ticket {
        let ticket = try await control.find(text)
        try await terminal.transact { desk, records, moment in
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            try StaffDesk().takeBack(
                try records.tickets.require(ticket.id), today: today, who: caller.who, in: records,
                at: moment.wall)
            return ((), outcome + (try desk.waiting(in: records, at: moment)))
        }
        return try await control.ticket(ticket.id.description)
    }

    /// Everything that the journal tells of a ticket.
    package func history(_ text: String) async throws -> [Wire.HistoryLine] {
        let id = try await control.find(text).id
        return try await terminal.records.read { try $0.journal.story(of: id) }.map { entry, note in
            Wire.HistoryLine(
                at: entry.moment.ISO8601Format(), who: entry.who, what: entry.what,
                detail: entry.detail, note: note)
        }
    }

    @discardableResult
    private func requireService(_ id: String) async throws -> Service {
        guard let service = await terminal.bundle.catalogue.service(id) else {
            throw Refusal.notFound("There is no service '\(id)': see loket service list.")
        }
        return service
    }

    private static func group(_ text: String?) throws -> VulnerableGroup? {
        guard let text else { return nil }
        return try word(text, "group") as VulnerableGroup
    }
}
