package import Foundation
import GRDB
package import Office

/// Newest order of staff to open or close the office, whatever its hours say (F1). There is at most one.
package struct OpeningTable {
    let transaction: RecordsTransaction

    private static let subject = "office"

    /// Newest order, also one that has ended; nil: none was given, or it was taken back.
    package func order() throws -> OpeningOrder? {
        let row = try transaction.row(
            "SELECT state, until, business_date, reason, who, set_at FROM opening_order")
        guard let row else { return nil }
        let (word, dateText): (String, String) = (try row.at(0), try row.at(2))
        guard let state = OpeningOrder.State(rawValue: word), let date = CalendarDate(dateText)
        else {
            throw DamagedValue(
                description: "the order to open or close the office is '\(word)' of '\(dateText)'")
        }
        return OpeningOrder(
            state: state,
            until: (try row.at(1) as Double?).map(Date.init(timeIntervalSince1970:)),
            businessDate: date, reason: try row.at(3), who: try row.at(4),
            setAt: Date(timeIntervalSince1970: try row.at(5)))
    }

    /// Puts an order in the place of the one before. Its reason is beside the journal, out of which it
    /// can be removed.
    package func set(_ order: OpeningOrder) throws {
        try transaction.execute(
            """
            INSERT INTO opening_order (only, state, until, business_date, reason, who, set_at)
            VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (only) DO UPDATE SET state = ?1, until = ?2, business_date = ?3,
                reason = ?4, who = ?5, set_at = ?6
            """,
            [
                order.state.rawValue, order.until?.timeIntervalSince1970,
                order.businessDate.description, order.reason, order.who,
                order.setAt.timeIntervalSince1970,
            ])
        try transaction.journal.add(
            order.state == .open ? "office.opened" : "office.closed", Self.subject,
            who: order.who,
            detail: order.until.map { "until \($0.ISO8601Format())" }
                ?? "until the end of \(order.businessDate)",
            note: order.reason, at: order.setAt)
    }

    /// Takes the order back, so that the hours count again. Does nothing where there is none.
    package func clear(who: String, at moment: Date) throws {
        guard try order() != nil else { return }
        try transaction.execute("DELETE FROM opening_order")
        try transaction.journal.add("office.auto", Self.subject, who: who, at: moment)
    }
}
