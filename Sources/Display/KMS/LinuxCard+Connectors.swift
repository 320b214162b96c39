import CDRM
import Glibc
import Kernel

extension LinuxCard {
    func connectors(probing: Bool) throws(SystemError) -> [DRMConnector] {
        guard let resources = drmModeGetResources(descriptor) else {
            throw SystemError(call: "DRM_IOCTL_MODE_GETRESOURCES")
        }
        defer { drmModeFreeResources(resources) }
        let ids = UnsafeBufferPointer(
            start: resources.pointee.connectors, count: Int(resources.pointee.count_connectors))
        var connectors: [DRMConnector] = []
        for id in ids {
            let found =
                probing
                ? drmModeGetConnector(descriptor, id)
                : drmModeGetConnectorCurrent(descriptor, id)
            // A connector of a dock may be gone since the list was made.
            guard let found else { continue }
            connectors.append(connector(found.pointee))
            drmModeFreeConnector(found)
        }
        return connectors
    }

    func isConnected(_ connector: UInt32) throws(SystemError) -> Bool {
        guard let found = drmModeGetConnectorCurrent(descriptor, connector) else {
            // A connector of a dock goes with it.
            if errno == ENOENT { return false }
            throw SystemError(call: "DRM_IOCTL_MODE_GETCONNECTOR")
        }
        defer { drmModeFreeConnector(found) }
        return found.pointee.connection == DRM_MODE_CONNECTED
    }

    private func connector(_ found: drmModeConnector) -> DRMConnector {
        let kind = drmModeGetConnectorTypeName(found.connector_type).map { String(cString: $0) }
        let modes = UnsafeBufferPointer(start: found.modes, count: Int(found.count_modes))
        var possible: UInt32 = 0
        var current: UInt32 = 0
        for id in UnsafeBufferPointer(start: found.encoders, count: Int(found.count_encoders)) {
            guard let encoder = drmModeGetEncoder(descriptor, id) else { continue }
            possible |= encoder.pointee.possible_crtcs
            if id == found.encoder_id { current = encoder.pointee.crtc_id }
            drmModeFreeEncoder(encoder)
        }
        return DRMConnector(
            id: found.connector_id, name: "\(kind ?? "Unknown")-\(found.connector_type_id)",
            isConnected: found.connection == DRM_MODE_CONNECTED,
            widthMillimetres: Int(found.mmWidth), heightMillimetres: Int(found.mmHeight),
            modes: modes.map { info in
                DRMMode(
                    width: Int(info.hdisplay), height: Int(info.vdisplay),
                    refreshHertz: Int(info.vrefresh),
                    isPreferred: info.type & UInt32(DRM_MODE_TYPE_PREFERRED) != 0, info: info)
            }, possibleCRTCs: possible, currentCRTC: current)
    }
}
