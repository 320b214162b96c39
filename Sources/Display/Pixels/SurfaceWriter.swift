import Geometry

/// Writer that copies parts of the upright shadow buffer to a surface, rotated and in the device's
/// layout. Device memory is slow and often uncached, so rows are prepared in a small buffer, stored
/// whole and never read back (T6).
final class SurfaceWriter {
    /// Side in pixels of the squares for a rotation by 90°. Source and target of one fit the
    /// first-level cache together.
    static let square = 64
    private static let squareRow = square * 4

    let transform: PixelTransform
    private let scratch: UnsafeMutableRawPointer

    init(transform: PixelTransform) {
        self.transform = transform
        let byteCount = max(transform.glass.width * 4, Self.square * Self.squareRow)
        scratch = .allocate(byteCount: byteCount, alignment: 64)
    }

    deinit {
        scratch.deallocate()
    }

    /// Copies the damage from the shadow to the surface. The shadow must have the picture's size
    /// and the surface the glass's; otherwise nothing happens.
    func write(_ shadow: PixelBuffer, _ damage: Damage, to surface: Surface) {
        guard shadow.size == transform.picture, surface.size == transform.glass else { return }
        for rect in damage.rects {
            let rect = rect.intersection(Rect(shadow.size))
            if rect.isEmpty { continue }
            switch surface.layout {
            case .rgb565: write(shadow, rect, surface, RGB565.self)
            case .bgr565: write(shadow, rect, surface, BGR565.self)
            case .rgb888: write(shadow, rect, surface, RGB888.self)
            case .bgr888: write(shadow, rect, surface, BGR888.self)
            case .xrgb8888: write(shadow, rect, surface, XRGB8888.self)
            case .xbgr8888: write(shadow, rect, surface, XBGR8888.self)
            case .rgbx8888: write(shadow, rect, surface, RGBX8888.self)
            case .bgrx8888: write(shadow, rect, surface, BGRX8888.self)
            }
        }
    }

    /// Stores one pixel again, in the row above the last one that `write` stored, or below it where
    /// that is the first. The surface must hold the whole picture.
    ///
    /// The kernel's framebuffer of a DRM card (`drm_fb_helper_memory_range_to_clip`, Linux 5.17 and
    /// later) collects the stored pages and transfers them to the card every 50 ms. Where all of
    /// them lie in one row that ends where its last page does, it mistakes the row's end for its
    /// beginning and transfers nothing. This affects the last page of a picture whenever the 50 ms
    /// end in its middle: the glass keeps the old end of that row until the next change.
    func writeBeside(_ shadow: PixelBuffer, _ damage: Damage, to surface: Surface) {
        let rects = damage.rects.map { $0.intersection(Rect(shadow.size)) }
        guard surface.size.height > 1, let last = rects.last(where: { !$0.isEmpty }) else { return }
        let glass = transform.glassRect(last)
        let row = glass.maxY > 1 ? glass.maxY - 2 : 1
        let pixel = transform.picturePoint(Point(x: glass.x, y: row))
        var beside = Damage(size: shadow.size)
        beside.add(Rect(x: pixel.x, y: pixel.y, width: 1, height: 1))
        write(shadow, beside, to: surface)
    }

    private func write<Format: PixelFormat>(
        _ shadow: PixelBuffer, _ rect: Rect, _ surface: Surface, _ format: Format.Type
    ) {
        let glass = transform.glassRect(rect)
        if transform.orientation.rotation.swapsSides {
            writeColumns(shadow, glass, surface, format)
        } else {
            writeRows(shadow, glass, surface, format)
        }
    }

    /// Writes rows of the glass that are rows of the picture, forwards or backwards.
    private func writeRows<Format: PixelFormat>(
        _ shadow: PixelBuffer, _ glass: Rect, _ surface: Surface, _ format: Format.Type
    ) {
        let width = Format.bytesPerPixel
        for y in glass.y..<glass.maxY {
            let first = transform.picturePoint(Point(x: glass.x, y: y))
            let isForward = transform.picturePoint(Point(x: glass.x + 1, y: y)).x > first.x
            let source = (shadow.bytes + first.y * shadow.bytesPerRow + first.x * 4)
                .assumingMemoryBound(to: UInt32.self)
            let target = surface.base + y * surface.bytesPerRow + glass.x * width
            if isForward && width == 4 {
                // Same width as the shadow: convert directly, as fast as a plain copy, which would
                // not set the unused byte (T2).
                for x in 0..<glass.width { format.store(source[x], at: target + x * 4) }
            } else {
                let step = isForward ? 1 : -1
                for x in 0..<glass.width { format.store(source[x * step], at: scratch + x * width) }
                target.copyMemory(from: scratch, byteCount: glass.width * width)
            }
        }
    }

    /// Writes rows of the glass that are columns of the picture, one square at a time. A single
    /// column would fetch a whole cache line, and on most rows a new page, for each pixel.
    private func writeColumns<Format: PixelFormat>(
        _ shadow: PixelBuffer, _ glass: Rect, _ surface: Surface, _ format: Format.Type
    ) {
        var top = glass.y
        while top < glass.maxY {
            let height = min(Self.square, glass.maxY - top)
            var left = glass.x
            while left < glass.maxX {
                let width = min(Self.square, glass.maxX - left)
                let part = Rect(x: left, y: top, width: width, height: height)
                writeSquare(shadow, part, surface, format)
                left += width
            }
            top += height
        }
    }

    private func writeSquare<Format: PixelFormat>(
        _ shadow: PixelBuffer, _ part: Rect, _ surface: Surface, _ format: Format.Type
    ) {
        let width = Format.bytesPerPixel
        let start = transform.picturePoint(Point(x: part.x, y: part.y))
        // A step along the glass's row is a step along the picture's column, and vice versa.
        let stepY = transform.picturePoint(Point(x: part.x + 1, y: part.y)).y - start.y
        let stepX = transform.picturePoint(Point(x: part.x, y: part.y + 1)).x - start.x
        let first = shadow.bytes + start.y * shadow.bytesPerRow + start.x * 4
        for x in 0..<part.width {
            let source = (first + x * stepY * shadow.bytesPerRow)
                .assumingMemoryBound(to: UInt32.self)
            let place = scratch + x * width
            for y in 0..<part.height {
                format.store(source[y * stepX], at: place + y * Self.squareRow)
            }
        }
        for y in 0..<part.height {
            (surface.base + (part.y + y) * surface.bytesPerRow + part.x * width)
                .copyMemory(from: scratch + y * Self.squareRow, byteCount: part.width * width)
        }
    }
}
