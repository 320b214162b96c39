import CDRM
import Geometry
import Glibc
import Kernel

/// Display on a card, by dumb buffers and page flips (T8-T10).
///
/// A frame is drawn into a buffer that is neither shown nor in flight, and flipped to when the
/// previous flip has finished. With three buffers, drawing never waits for the monitor.
final class KMSDisplay: GlassBackend {
    static let bufferCount = 3
    /// Time after which a flip is given up (T10).
    static let flipLimit = Duration.seconds(1)
    /// Pause after EBUSY, about one frame (T9).
    static let busyPause = Duration.milliseconds(16)
    /// Pause after a mode could not be set, or while another process has the card.
    static let refusedPause = Duration.seconds(1)

    /// Interval at which the connector is checked, since not every driver announces a pulled cable.
    static let lookPause = Duration.seconds(2)

    enum Phase: Equatable {
        case showing
        case paused
        /// The console is active, but the card is not yet available.
        case resuming
        case closed
    }

    let panel: Panel
    let transform: PixelTransform
    let card: any DRMCard
    var route: DRMRoute
    private let log: (String) -> Void
    private let writer: SurfaceWriter
    private let buffers: [DRMBuffer]
    private let prefersShadow: Bool
    private var ages: BufferAges
    var phase = Phase.showing
    /// Picture of the loop, read again when a frame is delayed.
    var shadow: PixelBuffer?
    /// Whether the shadow has changes that are not in flight yet.
    var isDirty = false
    var shown: Int?
    var flying: (buffer: Int, token: UInt64, since: Duration)?
    private var token: UInt64 = 0
    /// Whether the next frame sets the mode instead of flipping: the first one, so that the screen
    /// is never cleared (T16), and the one after a fault.
    var needsMode = true
    /// Whether the driver can flip. Without flips the mode is set for each frame.
    private var canFlip = true
    private var retryAt: Duration?
    private var lookAt: Duration
    private var hasChanged = false
    private var hasPresented = false
    private var checksPlug = false
    /// Whether the monitor should be off. It goes off when no flip is in flight.
    var wantsOff = false
    var isOff = false
    private var lastComplaint: String?

    /// Takes over the card. Where it throws `CardRefusal`, the caller still has to close the card.
    init(
        card: any DRMCard, route: DRMRoute, settings: GlassSettings,
        log: @escaping (String) -> Void
    ) throws(CardRefusal) {
        self.card = card
        self.route = route
        self.log = log
        transform = PixelTransform(settings.orientation, glass: route.mode.size)
        panel = Panel(
            transform: transform,
            device: .plausible(
                width: route.connector.widthMillimetres, height: route.connector.heightMillimetres,
                glass: route.mode.size), override: settings.physicalSize)
        writer = SurfaceWriter(transform: transform)
        lookAt = card.uptime() + Self.lookPause
        prefersShadow = ((try? card.capability(UInt64(DRM_CAP_DUMB_PREFER_SHADOW))) ?? 0) != 0
        var made: [DRMBuffer] = []
        do throws(SystemError) {
            try card.prepare(route)
            made.append(try card.createBuffer(route.mode.size))
        } catch { throw CardRefusal("\(error)") }
        // A card with little memory of its own may have room for fewer.
        while made.count < Self.bufferCount, let next = try? card.createBuffer(route.mode.size) {
            made.append(next)
        }
        buffers = made
        ages = BufferAges(count: made.count, size: panel.size)
    }

    var summary: String {
        let name = card.path.split(separator: "/").last ?? ""
        return "display=kms \(name) \(route.connector.name) \(route.mode.description) "
            + "\(PixelLayout.xrgb8888.rawValue) pitch=\(buffers[0].bytesPerRow) "
            + "\(transform.orientation.summary) driver=\(card.driver) buffers=\(buffers.count) "
            + "flips=\(canFlip ? card.isAtomic ? "atomic" : "legacy" : "none")"
            + (prefersShadow ? " shadow=preferred" : "")
    }

    var descriptor: Int32? { card.descriptor }

    var deadline: Duration? {
        if hasChanged || hasPresented { return .zero }
        switch phase {
        case .closed, .paused: return nil
        case .resuming: return retryAt
        case .showing where checksPlug: return .zero
        case .showing:
            let flipEnd = flying.map { $0.since + Self.flipLimit }
            return [retryAt, lookAt, flipEnd].compactMap { $0 }.min()
        }
    }

    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {
        if damage.isEmpty || phase == .closed { return }
        self.shadow = shadow
        ages.add(damage)
        isDirty = true
        // After EBUSY nothing is tried before its time.
        if phase == .showing && (retryAt == nil || flying != nil) {
            try push(at: card.uptime())
        }
    }

    func service(at uptime: Duration) -> DisplayNews {
        if phase == .closed { return .none }
        do throws(DisplayError) {
            if phase == .resuming { tryToResume(at: uptime) }
            if phase == .showing {
                if lookAt <= uptime { try lookAfterConnector(at: uptime) }
                if checksPlug { try lookAtPlug() }
                try takeFlips()
                dropLateFlip(at: uptime)
                switchOffIfWanted()
                if let at = retryAt, at <= uptime { retryAt = nil }
                if retryAt == nil { try push(at: uptime) }
            }
        } catch { return .lost(error) }
        if hasChanged {
            hasChanged = false
            return .changed
        }
        defer { hasPresented = false }
        return hasPresented ? .presented : .none
    }

    /// Does nothing: every first frame sets the mode anyway.
    func setModeAtFirstFrame() {}

    func checkPlug() { checksPlug = true }

    func pause() {
        guard phase == .showing || phase == .resuming else { return }
        (wantsOff, isOff) = (false, false)
        if phase == .showing {
            let limit = card.uptime() + Self.flipLimit
            while flying != nil, limit > card.uptime() {
                guard card.waitForEvent(limit - card.uptime()) else { break }
                do throws(DisplayError) { try takeFlips() } catch { break }
            }
            do throws(SystemError) { try card.dropMaster() } catch {
                if error.code != EINVAL { log("\(card.path): \(error)") }
            }
        }
        phase = .paused
        (flying, retryAt, hasChanged) = (nil, nil, false)
    }

    func resume() {
        guard phase == .paused else { return }
        phase = .resuming
        tryToResume(at: card.uptime())
    }

    func close() {
        if phase == .closed { return }
        (hasChanged, hasPresented) = (false, false)
        if phase == .showing && shown != nil { card.restore(route) }
        phase = .closed
        for buffer in buffers { card.destroy(buffer) }
        shadow = nil
        card.close()
    }

    // MARK: Frames

    /// Draws missing parts into a free buffer and flips to it, unless a flip is in flight.
    private func push(at uptime: Duration) throws(DisplayError) {
        // A flip on a monitor that is off fails.
        guard isDirty, !isOff, let shadow else { return }
        // Prefer the buffer that lacks less: it may be drawn already.
        let free = buffers.indices.filter { $0 != shown && $0 != flying?.buffer }
            .min { ages.missing(in: $0).area < ages.missing(in: $1).area }
        // A single buffer is drawn on while it is shown.
        guard let buffer = free ?? (buffers.count == 1 ? 0 : nil) else { return }
        let target = buffers[buffer]
        writer.write(
            shadow, ages.missing(in: buffer),
            to: Surface(
                base: target.base, size: route.mode.size, bytesPerRow: target.bytesPerRow,
                layout: .xrgb8888))
        ages.wrote(buffer)
        if flying != nil { return }
        if needsMode || !canFlip {
            try setMode(buffer, at: uptime)
        } else {
            try flip(to: buffer, at: uptime)
        }
    }

    private func flip(to buffer: Int, at uptime: Duration) throws(DisplayError) {
        token += 1
        do throws(SystemError) {
            try card.flip(route, buffers[buffer], token: token)
            flying = (buffer, token, uptime)
            isDirty = false
        } catch {
            switch error.code {
            case EBUSY: retryAt = uptime + Self.busyPause
            case _ where error.meansGone: throw lost(error)
            case EINVAL, ENOSYS, EOPNOTSUPP:
                complain("\(error); setting the mode for each frame instead")
                canFlip = false
                try setMode(buffer, at: uptime)
            default:
                complain("\(error); trying again")
                needsMode = true
                retryAt = uptime + Self.refusedPause
            }
        }
    }

    private func setMode(_ buffer: Int, at uptime: Duration) throws(DisplayError) {
        do throws(SystemError) {
            try card.setMode(route, buffers[buffer])
            needsMode = false
            isDirty = false
            shown = buffer
            hasPresented = true
        } catch {
            if error.meansGone { throw lost(error) }
            // EBUSY is not logged: the next frame will do (T9).
            if error.code != EBUSY { complain("\(error); trying again") }
            retryAt = uptime + (error.code == EBUSY ? Self.busyPause : Self.refusedPause)
        }
    }

    private func takeFlips() throws(DisplayError) {
        do throws(SystemError) {
            for done in try card.finishedFlips() where done == flying?.token {
                shown = flying?.buffer
                flying = nil
                hasPresented = true
                lastComplaint = nil
            }
        } catch {
            if error.meansGone { throw lost(error) }
            complain("\(error)")
        }
    }

    /// Gives a late flip up, and sets the mode anew with the whole picture (T10).
    private func dropLateFlip(at uptime: Duration) {
        guard let late = flying, uptime >= late.since + Self.flipLimit else { return }
        complain("a page flip was not done within one second; setting the mode anew")
        shown = late.buffer
        flying = nil
        needsMode = true
        isDirty = true
    }

    // MARK: Others

    private func tryToResume(at uptime: Duration) {
        if let at = retryAt, at > uptime { return }
        do throws(SystemError) { try card.becomeMaster() } catch {
            complain("\(error); another program still has the card")
            retryAt = uptime + Self.refusedPause
            return
        }
        phase = .showing
        retryAt = nil
        shown = nil
        needsMode = true
        ages.forget()
        isDirty = shadow != nil
        hasChanged = true
        // Plug events of the meantime were missed.
        checksPlug = true
    }

    private func lookAfterConnector(at uptime: Duration) throws(DisplayError) {
        lookAt = uptime + Self.lookPause
        do throws(SystemError) {
            if try !card.isConnected(route.connector.id) { checksPlug = true }
        } catch { throw lost(error) }
    }

    /// Checks the monitor. If it is another one or gone, this display ends and `Glass` searches
    /// again.
    private func lookAtPlug() throws(DisplayError) {
        checksPlug = false
        let connectors: [DRMConnector]
        do throws(SystemError) { connectors = try card.connectors(probing: true) } catch {
            throw lost(error)
        }
        guard let now = connectors.first(where: { $0.id == route.connector.id }),
            now.isConnected
        else {
            throw DisplayError(
                device: card.path, message: "\(route.connector.name) was unplugged.")
        }
        guard now.bestMode == route.mode, now.widthMillimetres == route.connector.widthMillimetres
        else {
            throw DisplayError(
                device: card.path, message: "another monitor is on \(route.connector.name).")
        }
        route.connector = now
        // It may have been out and in again, and dark since.
        if shown != nil {
            needsMode = true
            isDirty = true
        }
    }

    private func lost(_ error: SystemError) -> DisplayError {
        DisplayError(device: card.path, message: "the card is gone (\(error)).")
    }

    /// Logs each kind of trouble once, not for each frame.
    func complain(_ sentence: String) {
        if sentence == lastComplaint { return }
        lastComplaint = sentence
        log("\(card.path): \(sentence).")
    }
}
