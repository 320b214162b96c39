import Cups
import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Screens
import Slips

/// How the printer is, asked every two seconds while nothing prints (B2, B11).
extension Terminal {
    func watchPrinter() async {
        if printer == nil { loop.post(.event(.printer(.none))) }
        while !Task.isCancelled {
            await turnDay(clock.now().wall)
            if await isRecovered() { await settleEnds() }
            if printer != nil, !isPrinting {
                await lookAtPrinter()
                await retryUnprinted()
            }
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// What an earlier run left in CUPS would come out for nobody; asked until CUPS has answered.
    func cancelLeftovers() async {
        guard owesLeftovers, let count = await printer?.cancelLeftovers() else { return }
        owesLeftovers = false
        if count > 0 { log.warning("printer.leftovers", metadata: ["count": "\(count)"]) }
    }

    func lookAtPrinter() async {
        // One that is under way may have seen the printer before what the caller knows of.
        while let looking { await looking.value }
        // What prints now says by itself how the printer is.
        if isAtPrinter { return }
        let look = Task {
            await self.look()
            // Here, not by whoever waits: a task that is over holds nobody up, and who asks in a
            // loop whether there is one would never let go of the actor.
            self.looking = nil
        }
        looking = look
        await look.value
    }

    private func look() async {
        guard let printer else { return }
        let new = await printer.condition()
        if new == .cupsAbsent {
            owesLeftovers = true
        } else {
            // One that was not there at the start could not be asked then (B9).
            await cancelLeftovers()
        }
        // A technician may have mended the queue.
        if new != .cupsAbsent, let warnings = await printer.warnings() {
            printerWarnings = warnings
        }
        await note(new)
    }

    /// What is known of the printer now, also while it prints (B2).
    func note(_ new: PrinterCondition) async {
        if isSensorBouncing(new) || new == condition { return }
        condition = new
        await notePaper(new)
        loop.post(.event(.printer(new)))
        log.notice("printer.\(new.rawValue)", metadata: ["advice": "\(new.advice)"])
    }

    /// Between no paper and a new roll there may be an open cover or a printer that is off (B5).
    private func notePaper(_ new: PrinterCondition) async {
        switch new {
        case .paperOut where !paperWasOut:
            paperWasOut = true
            do { try await records.notePaperOut(at: clock.now().wall) } catch {
                log.error("paper.out.failed", metadata: ["error": "\(error)"])
            }
        case .ready, .paperLow:
            if paperWasOut { await rollCame() }
            paperWasOut = false
        default: break
        }
    }

    /// A roll near its end comes and goes before the sensor; staff are told once.
    private func isSensorBouncing(_ new: PrinterCondition) -> Bool {
        guard condition == .paperLow, new == .ready else {
            enoughSince = nil
            return false
        }
        let now = clock.now().uptime
        let since = enoughSince ?? now
        enoughSince = since
        return now - since < Self.sensorHold
    }

    static let sensorHold = Duration.seconds(10)
}
