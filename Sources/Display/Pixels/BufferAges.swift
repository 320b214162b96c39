import Geometry

/// Damage that each buffer of a display lacks (T8). A buffer that returns after two flips is two
/// frames old and needs the changes of both.
struct BufferAges {
    private var missing: [Damage]
    let size: Size

    /// Creates buffers that lack the whole picture.
    init(count: Int, size: Size) {
        self.size = size
        missing = Array(repeating: .full(size), count: count)
    }

    var count: Int { missing.count }

    /// Adds the damage of a new frame to all buffers.
    mutating func add(_ damage: Damage) {
        for index in missing.indices { missing[index].add(damage) }
    }

    /// Returns the damage to copy into the buffer before it may be shown.
    func missing(in buffer: Int) -> Damage { missing[buffer] }

    /// Marks the buffer as complete.
    mutating func wrote(_ buffer: Int) { missing[buffer] = Damage(size: size) }

    /// Marks all buffers as unknown, after another process had the glass.
    mutating func forget() { self = BufferAges(count: missing.count, size: size) }
}
