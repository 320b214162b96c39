import Desk
import Logging
package import Office
import Settings
import Slips

/// New settings from the same files (J1).
extension Terminal {
    /// Result of reading the settings again.
    package enum Reload: Sendable, Equatable {
        case refused
        /// They count from the next fresh screen on.
        case taken
        /// Glass, devices, printer or page are to be others, which are looked at when the daemon
        /// starts; nothing has changed yet.
        case needsStart
    }

    /// Reads the settings again (SIGHUP). What is broken and was not so before changes nothing.
    package func reload(today: CalendarDate) async -> Reload {
        // A clock that was set back says nothing of the files.
        let loaded = bundle.reloaded(today: max(today, desk.day.lastDate ?? today))
        guard let value = loaded.value, loaded.newErrors(since: settings.problems).isEmpty else {
            for problem in loaded.errors {
                log.error("settings.refused", metadata: ["problem": "\(problem)"])
            }
            let first = loaded.newErrors(since: settings.problems).first ?? loaded.errors.first
            faults.stand(
                .settings,
                "The settings read last were refused, and those before still count until the next "
                    + "start: \(first.map { "\($0)" } ?? bundle.file). Mend it, run loket config "
                    + "check, and send SIGHUP (systemctl reload loketd).")
            return .refused
        }
        let startKeys = value.settings.startKeys(changedFrom: bundle.settings)
        if !startKeys.isEmpty || isProfileNew(value) {
            let keys = startKeys.isEmpty ? "printer.profile" : startKeys.joined(separator: " ")
            log.notice("settings.startOver", metadata: ["keys": "\(keys)"])
            return .needsStart
        }
        faults.end(.settings)
        await take(value, loaded.problems)
        log.info("settings.reloaded", metadata: ["problems": "\(loaded.problems.count)"])
        return .taken
    }

    /// Whether the printer's profile is of the same name and says something else.
    private func isProfileNew(_ bundle: SettingsBundle) -> Bool {
        guard bundle.settings.printer.queue != nil else { return false }
        // Without a room the one of the start was broken.
        return bundle.profile.value.map { $0 != parts.printRoom?.profile } ?? false
    }
}
