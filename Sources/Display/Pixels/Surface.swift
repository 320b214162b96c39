import Geometry

/// Memory that a device shows: where it begins, how large it is and how it is laid out. Whoever
/// mapped it owns it; a surface is only its description.
struct Surface {
    /// The upper left pixel of what is seen, past any offset.
    var base: UnsafeMutableRawPointer
    /// The glass, before any turn.
    var size: Size
    /// Bytes from a row to the next; at least `size.width * layout.bytesPerPixel` (T4).
    var bytesPerRow: Int
    var layout: PixelLayout
}
