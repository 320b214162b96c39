import Face
import Kernel
import Logging
import Records

/// Watch over the terminal's own parts, beside their work: whether the disk answers, and whether
/// anything was dropped. It waits for nothing, so that it tells of what stands still.
extension Terminal {
    /// Time between two looks.
    static let healthInterval = Duration.seconds(2)
    /// Time of one turn at the desk after which the disk counts as one that does not answer. SQLite
    /// gives up a locked file long before (`Records.busyTimeoutSeconds`).
    static let turnLimit = Duration.seconds(5)

    func followHealth() async {
        while !Task.isCancelled {
            lookAtHealth(at: Uptime.now())
            try? await UptimeClock().sleep(for: Self.healthInterval)
        }
    }

    /// Notes a disk that does not answer, and logs what was dropped since the last look.
    func lookAtHealth(at uptime: Duration) {
        if let began = turns.began, uptime - began >= Self.turnLimit {
            if faults.stand(.disk, Self.silentDisk(records.file)) {
                log.error("disk.silent", metadata: ["file": "\(records.file)"])
            }
        } else if faults.end(.disk) {
            log.notice("disk.answers")
        }
        lookAtSound(at: uptime)
        let (drops, news) = (loop.drops, inbox.droppedNewsCount)
        guard drops != LoopDrops() || news > 0, inbox.isNews("\(drops) \(news)") else { return }
        log.warning(
            "loop.dropped",
            metadata: [
                "touches": "\(drops.inputs)", "orders": "\(drops.effects)", "news": "\(news)",
            ])
    }

    static func silentDisk(_ file: String) -> String {
        "The disk that holds \(file) does not answer: no ticket can be given until it does. Look at "
            + "its messages (dmesg), and change it."
    }

    /// Sentence about what was dropped since the start; nil: nothing.
    nonisolated var dropSentence: String? {
        let (drops, news) = (loop.drops, inbox.droppedNewsCount)
        guard drops != LoopDrops() || news > 0 else { return nil }
        return "Dropped since the start: \(drops.inputs) touches, \(drops.effects) orders of the "
            + "screen, \(news) news of devices. The machine was too slow for them, or its disk "
            + "stood still: see loop.dropped in the log."
    }
}
