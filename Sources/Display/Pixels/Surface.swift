import Geometry

/// Description of memory that a device shows: start, size and layout. It does not own the memory.
struct Surface {
    /// Address of the upper left visible pixel, past any offset.
    var base: UnsafeMutableRawPointer
    /// Size of the glass in pixels, before rotation.
    var size: Size
    /// Bytes from a row to the next, at least `size.width * layout.bytesPerPixel` (T4).
    var bytesPerRow: Int
    var layout: PixelLayout
}
