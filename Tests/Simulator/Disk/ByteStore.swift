/// Bytes of a file in memory.
final class ByteStore {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity = 4_096

    init() {
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Writes bytes; a gap behind the end becomes zeros.
    func write(_ bytes: UnsafeRawPointer, _ length: Int, at offset: Int) {
        if offset + length > count { resize(to: offset + length) }
        (base + offset).copyMemory(from: bytes, byteCount: length)
    }

    /// Cuts the end off, or adds zeros.
    func resize(to size: Int) {
        if size > capacity {
            capacity = max(size, 2 * capacity)
            let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
            larger.copyMemory(from: base, byteCount: count)
            base.deallocate()
            base = larger
        }
        if size > count {
            (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: size - count)
        }
        count = size
    }

    /// Takes over the content of another store.
    func copy(_ other: ByteStore) {
        resize(to: 0)
        write(other.base, other.count, at: 0)
    }
}
