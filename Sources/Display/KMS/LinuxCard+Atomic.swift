import CDRM
import Glibc
import Kernel

/// Property numbers of a card for the atomic commits of one route.
struct AtomicProperties {
    var plane: UInt32
    var planeFramebuffer: UInt32
    /// Object, property and value that every mode commit sets, all but the framebuffer.
    var mode: [(object: UInt32, property: UInt32, value: UInt64)]
    var modeBlob: UInt32
}

extension LinuxCard {
    /// Returns the properties; nil where the driver has no atomic commits or lacks one of them. The
    /// legacy calls then do the same.
    func findAtomicProperties(_ route: DRMRoute) -> AtomicProperties? {
        guard drmSetClientCap(descriptor, UInt64(DRM_CLIENT_CAP_ATOMIC), 1) == 0,
            let plane = primaryPlane(of: route)
        else { return nil }
        let planeIDs = propertyIDs(of: plane, UInt32(DRM_MODE_OBJECT_PLANE))
        let crtcIDs = propertyIDs(of: route.crtc, UInt32(DRM_MODE_OBJECT_CRTC))
        let connectorIDs = propertyIDs(
            of: route.connector.id, UInt32(DRM_MODE_OBJECT_CONNECTOR))
        var info = route.mode.info
        var blob: UInt32 = 0
        guard let framebuffer = planeIDs["FB_ID"],
            drmModeCreatePropertyBlob(
                descriptor, &info, MemoryLayout<drmModeModeInfo>.size, &blob) == 0
        else { return nil }
        let width = UInt64(route.mode.width)
        let height = UInt64(route.mode.height)
        let wanted: [(UInt32, UInt32?, UInt64)] = [
            (route.connector.id, connectorIDs["CRTC_ID"], UInt64(route.crtc)),
            (route.crtc, crtcIDs["MODE_ID"], UInt64(blob)),
            (route.crtc, crtcIDs["ACTIVE"], 1),
            (plane, planeIDs["CRTC_ID"], UInt64(route.crtc)),
            // Source coordinates count in 1/65536 of a pixel.
            (plane, planeIDs["SRC_X"], 0), (plane, planeIDs["SRC_Y"], 0),
            (plane, planeIDs["SRC_W"], width << 16), (plane, planeIDs["SRC_H"], height << 16),
            (plane, planeIDs["CRTC_X"], 0), (plane, planeIDs["CRTC_Y"], 0),
            (plane, planeIDs["CRTC_W"], width), (plane, planeIDs["CRTC_H"], height),
        ]
        let mode = wanted.compactMap { object, property, value in
            property.map { (object: object, property: $0, value: value) }
        }
        guard mode.count == wanted.count else {
            drmModeDestroyPropertyBlob(descriptor, blob)
            return nil
        }
        return AtomicProperties(
            plane: plane, planeFramebuffer: framebuffer, mode: mode, modeBlob: blob)
    }

    func setMode(
        _ route: DRMRoute, _ buffer: DRMBuffer, _ properties: AtomicProperties
    ) throws(SystemError) {
        let sets =
            properties.mode + [
                (properties.plane, properties.planeFramebuffer, UInt64(buffer.framebuffer))
            ]
        try commit(sets, flags: UInt32(DRM_MODE_ATOMIC_ALLOW_MODESET), token: 0)
    }

    func flip(
        _ buffer: DRMBuffer, token: UInt64, _ properties: AtomicProperties
    ) throws(SystemError) {
        try commit(
            [(properties.plane, properties.planeFramebuffer, UInt64(buffer.framebuffer))],
            flags: UInt32(DRM_MODE_ATOMIC_NONBLOCK | DRM_MODE_PAGE_FLIP_EVENT), token: token)
    }

    private func commit(
        _ sets: [(object: UInt32, property: UInt32, value: UInt64)], flags: UInt32, token: UInt64
    ) throws(SystemError) {
        guard let request = drmModeAtomicAlloc() else {
            throw SystemError(call: "drmModeAtomicAlloc", code: ENOMEM)
        }
        defer { drmModeAtomicFree(request) }
        for set in sets {
            guard drmModeAtomicAddProperty(request, set.object, set.property, set.value) >= 0
            else { throw SystemError(call: "drmModeAtomicAddProperty", code: ENOMEM) }
        }
        let token = UnsafeMutableRawPointer(bitPattern: UInt(token))
        guard drmModeAtomicCommit(descriptor, request, flags, token) == 0 else {
            throw SystemError(call: "DRM_IOCTL_MODE_ATOMIC")
        }
    }

    private func primaryPlane(of route: DRMRoute) -> UInt32? {
        guard let planes = drmModeGetPlaneResources(descriptor) else { return nil }
        defer { drmModeFreePlaneResources(planes) }
        let ids = UnsafeBufferPointer(
            start: planes.pointee.planes, count: Int(planes.pointee.count_planes))
        return ids.first { id in
            guard let plane = drmModeGetPlane(descriptor, id) else { return false }
            defer { drmModeFreePlane(plane) }
            let serves = plane.pointee.possible_crtcs & (1 << UInt32(route.crtcIndex)) != 0
            return serves
                && properties(of: id, UInt32(DRM_MODE_OBJECT_PLANE)).contains {
                    $0.name == "type" && $0.value == UInt64(DRM_PLANE_TYPE_PRIMARY)
                }
        }
    }

    func propertyIDs(of object: UInt32, _ kind: UInt32) -> [String: UInt32] {
        Dictionary(
            properties(of: object, kind).map { ($0.name, $0.id) }, uniquingKeysWith: { $1 })
    }

    private func properties(
        of object: UInt32, _ kind: UInt32
    ) -> [(name: String, id: UInt32, value: UInt64)] {
        guard let list = drmModeObjectGetProperties(descriptor, object, kind) else { return [] }
        defer { drmModeFreeObjectProperties(list) }
        return (0..<Int(list.pointee.count_props)).compactMap { index in
            let id = list.pointee.props[index]
            guard let property = drmModeGetProperty(descriptor, id) else { return nil }
            defer { drmModeFreeProperty(property) }
            let name = withUnsafeBytes(of: property.pointee.name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            return (name, id, list.pointee.prop_values[index])
        }
    }
}
