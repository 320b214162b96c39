import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: identities", .timeLimit(.minutes(5)))
struct IdentityTests {
    let test = TestRecords()

    @Test("A4 a copied file never makes an identity twice, and names are told apart when joined")
    func copied() async throws {
        let records = try test.open()
        let old = try await test.issue(records)[0].ticket
        records.close()
        let copy = TestRecords()
        try FileManager.default.copyItem(atPath: test.folder, toPath: copy.folder)
        let one = try await test.issue(try test.open())[0].ticket
        let joined = try copy.open()
        let two = try await copy.issue(joined)[0].ticket
        #expect(one.id.sequence == two.id.sequence && one.id != two.id)
        #expect(one.id.description == two.id.description && one.id.fullText != two.id.fullText)

        let short = try #require(TicketReference(two.id.description))
        #expect(try await joined.ticket(short)?.id == two.id)
        // What came from the other file.
        try await joined.writeRaw { db in
            try db.execute(
                sql: """
                    INSERT INTO ticket SELECT terminal, sequence, ?, prefix, value, business_date,
                        service, variant, vulnerable_group, language, issued_at, queued_at, state,
                        paper, reprints, 'AAAAAAAA', 'BBBBBBBBBB', NULL, NULL, 0, NULL,
                        NULL, NULL, NULL, NULL, NULL
                    FROM ticket
                        WHERE sequence = ?
                    """, arguments: [one.id.incarnation.column, one.id.sequence])
        }
        await #expect {
            _ = try await joined.ticket(short)
        } throws: { error in
            "\(error)".contains(one.id.fullText) && "\(error)".contains(two.id.fullText)
        }
        let full = try #require(TicketReference(one.id.fullText))
        #expect(try await joined.ticket(full)?.id == one.id)
        #expect(try await joined.ticket(old.id) == old)
    }

    @Test("A4 an incarnation is stored before there is a number of it") func stored() async throws {
        let records = try test.open()
        let open = try await records.readRaw {
            try Int64.fetchAll($0, sql: "SELECT number FROM incarnation WHERE ended IS NULL")
        }
        #expect(open == [records.origin.incarnation.column])
        let ticket = try await test.issue(records)[0].ticket
        #expect(ticket.id.incarnation == records.origin.incarnation)
        let document = try await records.spool(.list, at: test.now)
        #expect(document.incarnation == ticket.id.incarnation)
        #expect(document.jobName(.list) == "loket-belu1-list-1")
    }

    @Test(
        "B3 references are read in both forms",
        arguments: [
            ("belu1-42", "belu1", 42, nil),
            ("belu1-42.00c0ffee00c0ffee", "belu1", 42, 0x00c0_ffee_00c0_ffee),
            ("a-b-7", "a-b", 7, nil),
        ] as [(String, String, Int64, UInt64?)])
    func references(text: String, terminal: String, sequence: Int64, number: UInt64?) throws {
        let reference = try #require(TicketReference(text))
        #expect(reference.terminal == terminal && reference.sequence == sequence)
        #expect(reference.incarnation?.rawValue == number)
    }

    @Test(
        "B3 what is no reference is none",
        arguments: [
            "", "belu1", "-4", "belu1-", "belu1-0", "belu1-x", "belu1-4.", "belu1-4.12",
            "belu1-4.00c0ffee00c0ffeg", "belu1-4.00c0ffee00c0ffee.1",
        ])
    func noReferences(text: String) { #expect(TicketReference(text) == nil) }
}
