/// Range of waiting time in minutes, in steps of 5 (E1).
package struct WaitRange: Hashable, Sendable {
    package var minutes: ClosedRange<Int>

    package init(minutes: ClosedRange<Int>) {
        self.minutes = minutes
    }
}
