import Logging
import Records

/// Disk that refuses transactions: named while it does, and tried again (X7).
extension Terminal {
    /// Tries a disk that refused a transaction.
    func retryDisk() async {
        guard records.trouble != nil || faults.stands(.database) else { return }
        if records.trouble != nil { try? await records.tryWriting() }
        noteDisk()
    }

    /// Tells when the disk begins to refuse transactions, and when that ends.
    func noteDisk() {
        if let trouble = records.trouble {
            if faults.stand(.database, "No ticket can be given: \(trouble)") {
                log.error("database.refused", metadata: ["problem": "\(trouble)"])
            }
        } else if faults.end(.database) {
            log.notice("database.writtenAgain")
        }
    }
}
