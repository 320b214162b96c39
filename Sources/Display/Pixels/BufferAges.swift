import Geometry

/// What each of several buffers of one display lacks (T8): a buffer that comes back after two
/// flips is two frames old, and gets what changed in both.
struct BufferAges {
    private var missing: [Damage]
    let size: Size

    /// All buffers lack all of the picture.
    init(count: Int, size: Size) {
        self.size = size
        missing = Array(repeating: .full(size), count: count)
    }

    var count: Int { missing.count }

    /// A new frame has changed this.
    mutating func add(_ damage: Damage) {
        for index in missing.indices { missing[index].add(damage) }
    }

    /// What has to be copied into the buffer before it may be shown.
    func missing(in buffer: Int) -> Damage { missing[buffer] }

    /// The buffer holds the newest picture now.
    mutating func wrote(_ buffer: Int) { missing[buffer] = Damage(size: size) }

    /// Nobody knows what stands in the buffers: the glass was another's meanwhile.
    mutating func forget() { self = BufferAges(count: missing.count, size: size) }
}
