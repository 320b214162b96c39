import Glibc
import Kernel

/// Hotplug: inotify reports nodes, and a node whose permissions are not settled is tried again.
extension EvdevDevices {
    func startNotifier() {
        do throws(SystemError) {
            let notifier = try calls.makeNotifier()
            self.notifier = notifier
            try calls.watch(epoll, notifier, Self.notifierTag)
        } catch {
            if let notifier { calls.close(notifier) }
            notifier = nil
            onNotice(
                InputNotice(
                    .watchFailed, device: settings.folder,
                    message: "Plugging can't be watched (\(error.reason)), so "
                        + "the folder is looked at twice a second; raise "
                        + "fs.inotify.max_user_instances."))
        }
        watchFolder()
    }

    /// Watches the folder, or its parent while it does not exist: the kernel removes /dev/input
    /// with its last node.
    private func watchFolder() {
        pollAt = nil
        guard let notifier else {
            pollAt = now + Self.pollInterval
            return
        }
        // Try twice, for a folder that is created in between.
        for _ in 0..<2 {
            if let watch = try? calls.notify(notifier, settings.folder) {
                folderWatch = watch
                if let parentWatch { calls.stopNotify(notifier, parentWatch) }
                parentWatch = nil
                return
            }
            if parentWatch == nil { parentWatch = try? calls.notify(notifier, parent.folder) }
        }
        if parentWatch == nil { pollAt = now + Self.pollInterval }
    }

    private var parent: (folder: String, name: String) {
        let parts = settings.folder.split(separator: "/")
        return (
            "/" + parts.dropLast().joined(separator: "/"), parts.last.map(String.init) ?? ""
        )
    }

    func followNotes() {
        guard let notifier else { return }
        for note in calls.readNotes(notifier) {
            switch note.kind {
            case .overflow:
                watchFolder()
                rescan()
            case .folderGone where note.watch == folderWatch:
                folderWatch = nil
                watchFolder()
                rescan()
            case .folderGone where note.watch == parentWatch:
                parentWatch = nil
                watchFolder()
            case .appeared where note.watch == parentWatch && note.name == parent.name:
                watchFolder()
                rescan()
            case .appeared, .rightsChanged, .vanished:
                guard note.watch == folderWatch, isEventNode(note.name) else { continue }
                follow(note)
            case .folderGone: break
            }
        }
        assign()
    }

    private func follow(_ note: FolderNote) {
        switch note.kind {
        case .vanished: vanish(note.name)
        case .appeared, .rightsChanged:
            guard known[note.name]?.problem != nil else { return meet(note.name) }
            // Its permissions may have settled: try at once, and as long as for a new node.
            known[note.name]?.number = calls.identify(path(note.name))
            known[note.name]?.fastRetryEnd = now + Self.retryTime
            look(note.name)
        case .folderGone, .overflow: break
        }
    }

    /// Lists the folder, and finds nodes that came, went or were replaced without a note.
    func rescan() {
        var names: [String] = []
        do throws(SystemError) {
            names = try calls.list(settings.folder).filter(isEventNode)
        } catch {
            // Without devices there is no folder.
            if error.code != ENOENT { pollAt = now + Self.pollInterval }
        }
        for name in known.keys where !names.contains(name) { vanish(name) }
        for name in names.sorted(by: Self.isOrdered) { meet(name) }
        assign()
    }

    /// Handles a node that exists. It is opened once, unless it is already known.
    private func meet(_ name: String) {
        let number = calls.identify(path(name))
        if let old = known[name] {
            if old.number == number { return }
            vanish(name)
        }
        var node = Known()
        node.number = number
        node.fastRetryEnd = now + Self.retryTime
        known[name] = node
        look(name)
    }

    func vanish(_ name: String) {
        if let device = open.values.first(where: { $0.name == name }) {
            lose(device, .unplugged)
        }
        fresh[name] = nil
        known[name] = nil
    }

    /// Opens a node to identify it. `assign` gives it a role, or closes it.
    private func look(_ name: String) {
        guard var node = known[name] else { return }
        do throws(SystemError) {
            let opened = try calls.open(path(name))
            fresh[name] = opened
            node.problem = nil
            node.retryAt = nil
            node.description = opened.description
            node.assessment = DeviceAssessment(opened.description, wanted: settings.touchscreen)
            known[name] = node
            if case .noRange(_, _)? = node.assessment?.refusal {
                onNotice(
                    InputNotice(
                        .noRange, device: opened.description.identity.name,
                        message: node.assessment?.reason ?? ""))
            }
        } catch {
            failed(name, error)
        }
    }

    /// Notes that a node cannot be opened. It is tried again where that may help.
    func failed(_ name: String, _ error: SystemError) {
        guard var node = known[name] else { return }
        node.problem = error
        switch error.code {
        case ENODEV, ENXIO, ENOENT, ENOTTY, EINVAL: node.retryAt = nil
        default:
            if now < node.fastRetryEnd {
                node.retryAt = now + Self.retryInterval
                break
            }
            node.retryAt = now + Self.slowRetryInterval
            if node.isReported { break }
            node.isReported = true
            onNotice(
                InputNotice(
                    .unreadable, device: path(name),
                    message: "It can't be opened (\(error.reason)); see that "
                        + "the user that runs loketd is in the group input and that the udev "
                        + "rules are installed."))
        }
        known[name] = node
    }

    func retry() {
        let due = known.filter { $0.value.retryAt.map { $0 <= now } ?? false }.map(\.key)
        for name in due.sorted(by: Self.isOrdered) { look(name) }
        if !due.isEmpty { assign() }
        if let pollAt, pollAt <= now {
            watchFolder()
            rescan()
        }
    }

    private func isEventNode(_ name: String) -> Bool {
        name.hasPrefix("event") && name.utf8.count > 5
            && name.utf8.dropFirst(5).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}
