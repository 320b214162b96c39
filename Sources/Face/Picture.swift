import Drawing
import Geometry

/// Picture of the screen.
package struct Picture: @unchecked Sendable {
    // The pixels are a copy that nothing else refers to.
    let pixels: PixelBuffer

    package func png() throws -> [UInt8] { try pixels.png() }
}
