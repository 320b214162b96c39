import CDRM
import Kernel

/// Reason to refuse a card, as the end of a sentence: "nothing is connected to HDMI-A-1".
struct CardRefusal: Error, Equatable {
    var reason: String
    /// Whether a monitor may still be plugged into it.
    var isUnplugged = false

    init(_ reason: String, isUnplugged: Bool = false) {
        self.reason = reason
        self.isUnplugged = isUnplugged
    }
}

extension DRMRoute {
    /// Chooses the connector of that name on this card, else the first one with a monitor (T14).
    /// Throws `CardRefusal`.
    static func choose(
        on card: any DRMCard, connector wanted: String?
    ) throws(CardRefusal) -> DRMRoute {
        // simpledrm wraps the firmware's framebuffer: it has no flips, and fbdev serves it better.
        guard card.driver != "simpledrm" else {
            throw CardRefusal("simpledrm is only the firmware's framebuffer")
        }
        let facts = try Facts(card)
        guard facts.hasDumbBuffers else {
            throw CardRefusal("\(card.driver) has no dumb buffers")
        }
        guard !facts.connectors.isEmpty else {
            throw CardRefusal("\(card.driver) has no connector")
        }
        let names = facts.connectors.map(\.name).joined(separator: ", ")
        let named = facts.connectors.filter { wanted == nil || $0.name == wanted }
        guard !named.isEmpty else {
            throw CardRefusal("there is no connector \(wanted ?? ""), only \(names)")
        }
        guard let connector = named.first(where: { $0.isConnected && !$0.modes.isEmpty }),
            let mode = connector.bestMode
        else {
            throw CardRefusal("nothing is connected to \(wanted ?? names)", isUnplugged: true)
        }
        guard let (crtc, index) = facts.freeCRTC(for: connector) else {
            throw CardRefusal("no CRTC can serve \(connector.name)")
        }
        guard card.isMaster else {
            throw CardRefusal("another program shows on it; end that program")
        }
        return DRMRoute(connector: connector, mode: mode, crtc: crtc, crtcIndex: index)
    }

    /// Properties of a card.
    private struct Facts {
        var hasDumbBuffers: Bool
        var connectors: [DRMConnector]
        var crtcs: [UInt32]

        init(_ card: any DRMCard) throws(CardRefusal) {
            do throws(SystemError) {
                hasDumbBuffers = try card.capability(UInt64(DRM_CAP_DUMB_BUFFER)) != 0
                connectors = hasDumbBuffers ? try card.connectors(probing: true) : []
                crtcs = hasDumbBuffers ? try card.crtcs() : []
            } catch { throw CardRefusal("\(error)") }
        }

        /// Returns the CRTC that serves the connector already, else one that serves no other
        /// monitor.
        func freeCRTC(for connector: DRMConnector) -> (UInt32, Int)? {
            let possible = crtcs.enumerated().prefix(32).filter { index, _ in
                connector.possibleCRTCs & (1 << UInt32(index)) != 0
            }.map { ($0.element, $0.offset) }
            let taken = Set(
                connectors.filter { $0.id != connector.id && $0.isConnected }.map(\.currentCRTC))
            return possible.first { $0.0 == connector.currentCRTC }
                ?? possible.first { !taken.contains($0.0) } ?? possible.first
        }
    }
}
