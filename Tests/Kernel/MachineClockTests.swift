import Testing

@testable import Kernel

@Suite("Clock of the machine", .timeLimit(.minutes(1)))
struct MachineClockTests {
    @Test("L8 the board's clock is set to UTC, with months from 0 and years from 1900")
    func fields() {
        #expect(MachineClock.fields(1_795_398_060) == [0, 41, 1, 23, 10, 126, 0, 0, 0])
        #expect(MachineClock.fields(0) == [0, 0, 0, 1, 0, 70, 0, 0, 0])
    }
}
