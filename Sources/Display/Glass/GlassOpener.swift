package import Geometry
import Kernel

/// Entry points to open and list glass.
package enum GlassOpener {
    /// Opens the first usable glass of the choice; `auto` tries KMS, then fbdev. It draws nothing
    /// yet: the glass keeps its content until the first frame (T16).
    ///
    /// - Parameters:
    ///   - orientation: Rotation of the picture on the glass. Touch needs the same.
    ///   - physicalSize: Size of the upright picture, where the device reports none or a wrong one
    ///     (T39).
    ///   - forcesRefresh: Whether to apply the quirk T12; framebuffers only.
    ///   - waitingPanel: Panel to wait as, without any glass, instead of throwing. Frames are
    ///     dropped until `service` returns `.changed`.
    ///   - log: Receiver of sentences about trouble, on the loop's thread.
    /// - Throws: `DisplayError` that names all devices tried and why each was refused.
    package static func open(
        _ choice: DisplayChoice, orientation: Orientation = .upright,
        physicalSize: PhysicalSize? = nil, forcesRefresh: Bool = false,
        waitingPanel: Panel? = nil, log: @escaping (String) -> Void = { _ in }
    ) throws(DisplayError) -> Glass {
        let settings = GlassSettings(
            orientation: orientation, physicalSize: physicalSize, forcesRefresh: forcesRefresh)
        return try Glass(
            finder: GlassFinder(
                choice: choice, settings: settings, system: GlassSystem(), log: log),
            waitingAs: waitingPanel)
    }

    /// Returns a line for each glass of the machine, as
    /// `kms:HDMI-A-1  card1 vc4  connected  1280x800@60* 1024x768@60  217x136 mm`.
    package static func list() -> [String] { list(GlassSystem()) }

    static func list(_ system: GlassSystem) -> [String] {
        system.cards.paths().flatMap { cardLines($0, system.cards) }
            + system.framebuffers.paths().map { framebufferLine($0, system.framebuffers) }
    }

    private static func cardLines(_ path: String, _ cards: any DRMCards) -> [String] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do throws(SystemError) {
            let card = try cards.open(path)
            defer { card.close() }
            let connectors = try card.connectors(probing: true)
            if connectors.isEmpty { return ["kms  \(name) \(card.driver)  no connector"] }
            return connectors.map { connector in
                let best = connector.bestMode
                let modes = connector.modes.map { $0.description + ($0 == best ? "*" : "") }
                var parts = [
                    "kms:\(connector.name)", "\(name) \(card.driver)",
                    connector.isConnected ? "connected" : "nothing connected",
                ]
                if !modes.isEmpty { parts.append(modes.joined(separator: " ")) }
                if connector.widthMillimetres > 0 {
                    parts.append("\(connector.widthMillimetres)x\(connector.heightMillimetres) mm")
                }
                return parts.joined(separator: "  ")
            }
        } catch {
            return ["kms  \(name)  \(error)"]
        }
    }

    private static func framebufferLine(_ path: String, _ calls: any FramebufferCalls) -> String {
        do throws(DisplayError) {
            let screen = try FramebufferDevice(path: path, calls: calls).screen
            return "fbdev:\(path)  \(screen.driver)  \(screen.size.width)x\(screen.size.height) "
                + "\(screen.layout.rawValue) pitch=\(screen.bytesPerRow)"
        } catch {
            return "fbdev:\(path)  \(error.message)"
        }
    }
}
