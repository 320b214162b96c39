/// Pixels in memory: 32 bits each, native-endian `0xFFRRGGBB`, row after row. It belongs to one
/// thread at a time.
package final class PixelBuffer {
    package let size: Size
    /// Bytes from a row to the next: `4 * width`.
    package let bytesPerRow: Int
    package let bytes: UnsafeMutableRawPointer

    /// Creates a black buffer.
    package init(size: Size) {
        self.size = size
        bytesPerRow = size.width * 4
        bytes = .allocate(byteCount: max(bytesPerRow * size.height, 4), alignment: 64)
        bytes.initializeMemory(
            as: UInt32.self, repeating: 0xFF00_0000, count: max(size.area, 1))
    }

    deinit {
        bytes.deallocate()
    }

    package var byteCount: Int { bytesPerRow * size.height }

    /// Returns the pixel as `0xFFRRGGBB`. The unused byte always reads as 0xFF.
    package subscript(x: Int, y: Int) -> UInt32 {
        precondition(x >= 0 && x < size.width && y >= 0 && y < size.height)
        return bytes.load(fromByteOffset: y * bytesPerRow + x * 4, as: UInt32.self) | 0xFF00_0000
    }

    /// Copies the rectangle to the same place in another buffer of the same size. Parts outside the
    /// buffer are left out.
    package func copy(_ rect: Rect, to other: PixelBuffer) {
        precondition(other.size == size)
        let clipped = rect.intersection(Rect(size))
        if clipped.isEmpty { return }
        if clipped.width == size.width {
            let offset = clipped.y * bytesPerRow
            (other.bytes + offset).copyMemory(
                from: bytes + offset, byteCount: clipped.height * bytesPerRow)
            return
        }
        for row in clipped.y..<clipped.maxY {
            let offset = row * bytesPerRow + clipped.x * 4
            (other.bytes + offset).copyMemory(from: bytes + offset, byteCount: clipped.width * 4)
        }
    }

    /// Returns whether all pixels are equal, without the unused byte.
    package func isEqual(to other: PixelBuffer) -> Bool {
        guard size == other.size else { return false }
        let mine = bytes.assumingMemoryBound(to: UInt32.self)
        let theirs = other.bytes.assumingMemoryBound(to: UInt32.self)
        for index in 0..<size.area where (mine[index] ^ theirs[index]) & 0x00FF_FFFF != 0 {
            return false
        }
        return true
    }
}
