import Geometry

/// Copies parts of the upright shadow buffer to a surface: turned, and in the layout of the
/// device. Device memory is slow and often not cached, so rows are made ready in a small buffer
/// and stored whole, and nothing is ever read back (T6).
final class SurfaceWriter {
    /// Rows of the glass that are made ready together where the picture is turned by a quarter:
    /// one cache line of the shadow holds the pixels of 16 of them.
    static let blockRows = 16

    let transform: PixelTransform
    private let scratch: UnsafeMutableRawPointer
    private let scratchRow: Int

    init(transform: PixelTransform) {
        self.transform = transform
        scratchRow = transform.glass.width * 4
        scratch = .allocate(byteCount: max(64, scratchRow * Self.blockRows), alignment: 64)
    }

    deinit {
        scratch.deallocate()
    }

    /// Brings the damage of the shadow, which is as large as the picture, to the surface, which
    /// is as large as the glass. What differs in size is left alone.
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

    /// Where a row of the glass is a row of the picture, forwards or backwards.
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
                // As wide as the shadow itself: converted on the way, as fast as a plain copy,
                // which could not promise the unused byte (T2).
                for x in 0..<glass.width { format.store(source[x], at: target + x * 4) }
            } else {
                let step = isForward ? 1 : -1
                for x in 0..<glass.width { format.store(source[x * step], at: scratch + x * width) }
                target.copyMemory(from: scratch, byteCount: glass.width * width)
            }
        }
    }

    /// Where a row of the glass is a column of the picture: 16 rows at a time, since a column
    /// read by itself fetches a whole cache line for each pixel.
    private func writeColumns<Format: PixelFormat>(
        _ shadow: PixelBuffer, _ glass: Rect, _ surface: Surface, _ format: Format.Type
    ) {
        let width = Format.bytesPerPixel
        let start = transform.picturePoint(Point(x: 0, y: 0))
        // One step along the glass's row is a step along the picture's column, and the reverse.
        let stepY = transform.picturePoint(Point(x: 1, y: 0)).y - start.y
        let stepX = transform.picturePoint(Point(x: 0, y: 1)).x - start.x
        var top = glass.y
        while top < glass.maxY {
            let rows = min(Self.blockRows, glass.maxY - top)
            let column = start.x + stepX * top
            for x in 0..<glass.width {
                let row = start.y + stepY * (glass.x + x)
                let source = (shadow.bytes + row * shadow.bytesPerRow + column * 4)
                    .assumingMemoryBound(to: UInt32.self)
                let place = scratch + x * width
                for y in 0..<rows {
                    format.store(source[y * stepX], at: place + y * scratchRow)
                }
            }
            for y in 0..<rows {
                (surface.base + (top + y) * surface.bytesPerRow + glass.x * width)
                    .copyMemory(from: scratch + y * scratchRow, byteCount: glass.width * width)
            }
            top += rows
        }
    }
}
