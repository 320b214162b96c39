/// Block of plain values without an array's checks and copies, for the inner loop of the forecast.
/// It owns its memory. Indices of `at` are not checked: they stay below `count`.
struct Cells<Element: BitwiseCopyable>: ~Copyable {
    let at: UnsafeMutablePointer<Element>
    let count: Int

    init(_ values: [Element]) {
        count = values.count
        at = .allocate(capacity: max(1, count))
        for (index, value) in values.enumerated() { (at + index).initialize(to: value) }
    }

    init(repeating value: Element, count: Int) {
        self.count = count
        at = .allocate(capacity: max(1, count))
        at.initialize(repeating: value, count: count)
    }

    deinit { at.deallocate() }

    func fill(_ value: Element) { at.update(repeating: value, count: count) }
}

extension Cells where Element == Bool {
    func number(of value: Bool) -> Int {
        var number = 0
        var place = 0
        while place < count {
            if at[place] == value { number += 1 }
            place += 1
        }
        return number
    }
}
