import GRDB
import TestSupport
import Testing

@testable import Records

@Suite("A lock that another program holds", .timeLimit(.minutes(1)))
struct LockTests {
    @Test("X7 a locked file is given up after 2 s, and serves again once it is free")
    func locked() throws {
        let folder = try TemporaryFolder()
        let records = try Records(folder: folder.path, terminal: "test1")
        let other = try DatabaseQueue(path: records.file)
        let begun = ContinuousClock.now
        try other.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            #expect(throws: RecordsError.self) { try records.transactionNow { _ in } }
            try database.execute(sql: "ROLLBACK")
        }
        let waited = ContinuousClock.now - begun
        #expect(waited >= .seconds(1) && waited < .seconds(20), "\(waited)")
        try records.transactionNow { _ in }
        records.close()
    }
}
