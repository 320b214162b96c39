import Drawing
package import Geometry

/// Picture of the screen.
package struct Picture: @unchecked Sendable {
    // The pixels are a copy that nothing else refers to.
    let pixels: PixelBuffer

    /// Takes over pixels that nothing else refers to.
    package init(pixels: PixelBuffer) { self.pixels = pixels }

    package func png() throws -> [UInt8] { try pixels.png() }
}

extension KioskLoop {
    /// Copy of the picture that was drawn last, with its number; no copy where that is `known`.
    package func picture(unless known: UInt64?) async -> (picture: Picture?, number: UInt64) {
        await query { core in
            let number = UInt64(core.drawingCount)
            return (number == known ? nil : Picture(pixels: core.snapshot()), number)
        }
    }
}
