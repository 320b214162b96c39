import Foundation
import Logging

/// Log handler that writes each line to another one and tells the bulletin of it: one place for both,
/// so that the stream lacks nothing that the log has.
struct BulletinLog: LogHandler {
    /// Lines that the bulletin has from the desk itself, ticket by ticket.
    private static let toldOtherwise: Set = ["ticket.issued"]
    /// Fields that name a person of staff.
    private static let namesOfStaff: Set = ["who", "caller"]

    private var log: any LogHandler
    private let bulletin: Bulletin
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    init(_ log: any LogHandler, _ bulletin: Bulletin) {
        self.log = log
        self.bulletin = bulletin
        // The bulletin gets its lines also where the log is silent.
        logLevel = min(.info, log.logLevel)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level >= log.logLevel { log.log(event: event) }
        let name = "\(event.message)"
        guard event.level >= .info, !Self.toldOtherwise.contains(name) else { return }
        let fields = (event.metadata ?? [:]).filter { !Self.namesOfStaff.contains($0.key) }
        bulletin.publish(name, fields.mapValues { "\($0)" }, at: Date())
    }
}
