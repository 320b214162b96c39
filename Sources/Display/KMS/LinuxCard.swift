import CDRM
import Geometry
import Glibc
import Kernel

/// Cards under `/dev/dri`.
final class LinuxCards: DRMCards {
    func paths() -> [String] { DeviceFiles.numbered("card", in: "/dev/dri") }

    func hardware(of path: String) -> String? {
        DeviceFiles.hardware("/sys/class/drm", device: path)
    }

    func open(_ path: String) throws(SystemError) -> any DRMCard { try LinuxCard(path: path) }
}

/// Card by libdrm. It owns the descriptor and the state that was shown before.
final class LinuxCard: DRMCard {
    let path: String
    let descriptor: Int32
    let driver: String
    var properties: AtomicProperties?
    private var previous: UnsafeMutablePointer<drmModeCrtc>?
    private var isClosed = false

    init(path: String) throws(SystemError) {
        self.path = path
        // Without O_NONBLOCK a read for events would wait for one.
        descriptor = try Descriptor(opening: path, O_RDWR | O_NONBLOCK).release()
        if let version = drmGetVersion(descriptor) {
            driver = String(cString: version.pointee.name)
            drmFreeVersion(version)
        } else {
            driver = "unknown"
        }
    }

    deinit { close() }

    var isAtomic: Bool { properties != nil }

    func capability(_ capability: UInt64) throws(SystemError) -> UInt64 {
        var value: UInt64 = 0
        // A driver that does not know the capability does not have it.
        if drmGetCap(descriptor, capability, &value) != 0, errno != EINVAL {
            throw SystemError(call: "DRM_IOCTL_GET_CAP")
        }
        return value
    }

    var isMaster: Bool { drmIsMaster(descriptor) != 0 }

    func becomeMaster() throws(SystemError) {
        try SystemError.check("DRM_IOCTL_SET_MASTER", drmSetMaster(descriptor))
    }

    func dropMaster() throws(SystemError) {
        try SystemError.check("DRM_IOCTL_DROP_MASTER", drmDropMaster(descriptor))
    }

    func crtcs() throws(SystemError) -> [UInt32] {
        guard let resources = drmModeGetResources(descriptor) else {
            throw SystemError(call: "DRM_IOCTL_MODE_GETRESOURCES")
        }
        defer { drmModeFreeResources(resources) }
        return Array(
            UnsafeBufferPointer(
                start: resources.pointee.crtcs, count: Int(resources.pointee.count_crtcs)))
    }

    func prepare(_ route: DRMRoute) throws(SystemError) {
        if let previous { drmModeFreeCrtc(previous) }
        previous = drmModeGetCrtc(descriptor, route.crtc)
        properties = findAtomicProperties(route)
    }

    func createBuffer(_ size: Size) throws(SystemError) -> DRMBuffer {
        var handle: UInt32 = 0
        var pitch: UInt32 = 0
        var byteCount: UInt64 = 0
        guard
            drmModeCreateDumbBuffer(
                descriptor, UInt32(size.width), UInt32(size.height), 32, 0, &handle, &pitch,
                &byteCount) == 0
        else { throw SystemError(call: "DRM_IOCTL_MODE_CREATE_DUMB") }
        do throws(SystemError) {
            var framebuffer: UInt32 = 0
            guard
                drmModeAddFB2(
                    descriptor, UInt32(size.width), UInt32(size.height),
                    PixelLayout.xrgb8888.fourcc, [handle, 0, 0, 0], [pitch, 0, 0, 0],
                    [0, 0, 0, 0], &framebuffer, 0) == 0
            else { throw SystemError(call: "DRM_IOCTL_MODE_ADDFB2") }
            do throws(SystemError) {
                let base = try map(handle, byteCount: Int(byteCount))
                return DRMBuffer(
                    handle: handle, framebuffer: framebuffer, bytesPerRow: Int(pitch), base: base,
                    byteCount: Int(byteCount))
            } catch {
                drmModeRmFB(descriptor, framebuffer)
                throw error
            }
        } catch {
            drmModeDestroyDumbBuffer(descriptor, handle)
            throw error
        }
    }

    func destroy(_ buffer: DRMBuffer) {
        munmap(buffer.base, buffer.byteCount)
        drmModeRmFB(descriptor, buffer.framebuffer)
        drmModeDestroyDumbBuffer(descriptor, buffer.handle)
    }

    func powerOff(_ route: DRMRoute) throws(SystemError) {
        guard
            let property = propertyIDs(
                of: route.connector.id, UInt32(DRM_MODE_OBJECT_CONNECTOR))["DPMS"]
        else { throw SystemError(call: "DRM_IOCTL_MODE_GETPROPERTY DPMS", code: ENOENT) }
        guard
            drmModeConnectorSetProperty(
                descriptor, route.connector.id, property, UInt64(DRM_MODE_DPMS_OFF)) == 0
        else { throw SystemError(call: "DRM_IOCTL_MODE_SETPROPERTY DPMS") }
    }

    func setMode(_ route: DRMRoute, _ buffer: DRMBuffer) throws(SystemError) {
        if let atomic = properties {
            do throws(SystemError) {
                return try setMode(route, buffer, atomic)
            } catch {
                guard error.code == EINVAL else { throw error }
                // The driver promised more than it does: use the legacy calls from here on.
                drmModeDestroyPropertyBlob(descriptor, atomic.modeBlob)
                properties = nil
            }
        }
        var connector = route.connector.id
        var info = route.mode.info
        guard
            drmModeSetCrtc(
                descriptor, route.crtc, buffer.framebuffer, 0, 0, &connector, 1, &info) == 0
        else { throw SystemError(call: "DRM_IOCTL_MODE_SETCRTC") }
    }

    func flip(_ route: DRMRoute, _ buffer: DRMBuffer, token: UInt64) throws(SystemError) {
        if let properties {
            try flip(buffer, token: token, properties)
            return
        }
        guard
            drmModePageFlip(
                descriptor, route.crtc, buffer.framebuffer, UInt32(DRM_MODE_PAGE_FLIP_EVENT),
                UnsafeMutableRawPointer(bitPattern: UInt(token))) == 0
        else { throw SystemError(call: "DRM_IOCTL_MODE_PAGE_FLIP") }
    }

    func finishedFlips() throws(SystemError) -> [UInt64] {
        // The kernel returns whole events only, 32 bytes each.
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &bytes, bytes.count)
        if count < 0 {
            if errno == EAGAIN || errno == EINTR { return [] }
            throw SystemError(call: "read")
        }
        return FlipEvents.tokens(in: bytes.prefix(count))
    }

    func waitForEvent(_ limit: Duration) -> Bool {
        var waiting = PollSet(descriptor)
        return waiting.wait(until: Uptime.now() + limit)
    }

    func restore(_ route: DRMRoute) {
        guard let previous, previous.pointee.mode_valid != 0, previous.pointee.buffer_id != 0
        else { return }
        var connector = route.connector.id
        // The previous buffer may be gone with its program. The kernel's console then comes back
        // when the descriptor is closed.
        _ = drmModeSetCrtc(
            descriptor, previous.pointee.crtc_id, previous.pointee.buffer_id, previous.pointee.x,
            previous.pointee.y, &connector, 1, &previous.pointee.mode)
    }

    func close() {
        if isClosed { return }
        isClosed = true
        if let previous { drmModeFreeCrtc(previous) }
        previous = nil
        if let properties { drmModeDestroyPropertyBlob(descriptor, properties.modeBlob) }
        properties = nil
        Glibc.close(descriptor)
    }

    func uptime() -> Duration { Uptime.now() }

    private func map(
        _ handle: UInt32, byteCount: Int
    ) throws(SystemError) -> UnsafeMutableRawPointer {
        var offset: UInt64 = 0
        guard drmModeMapDumbBuffer(descriptor, handle, &offset) == 0 else {
            throw SystemError(call: "DRM_IOCTL_MODE_MAP_DUMB")
        }
        let base = mmap(
            nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, off_t(offset))
        guard let base, base != MAP_FAILED else { throw SystemError(call: "mmap") }
        return base
    }
}

/// Parser of `struct drm_event` for the tokens of finished flips.
enum FlipEvents {
    static func tokens(in bytes: ArraySlice<UInt8>) -> [UInt64] {
        var tokens: [UInt64] = []
        bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 16 <= bytes.count {
                let type = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
                if type == UInt32(DRM_EVENT_FLIP_COMPLETE) {
                    tokens.append(
                        bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
                }
                guard length >= 8 else { return }
                offset += length
            }
        }
        return tokens
    }
}
