import Foundation
import TestSupport
import Testing
import Touch

@Suite("T48 Recording a device", .timeLimit(.minutes(5)))
struct RecorderTests {
    let kernel: FakeKernel

    init() throws {
        kernel = try FakeKernel()
    }

    @Test("T48 a device is recorded until it is gone, and plays the same")
    func record() throws {
        let panel = try kernel.plug(0, .panel())
        var text = ""
        var recorder = try TouchRecorder(
            path: kernel.path(0), calls: kernel.calls, write: { text += $0 })
        panel.send([.id(1), .x(5), .y(6), .report])
        panel.now += .milliseconds(40)
        panel.send([.id(-1), .report])
        panel.state.slots[3] = TouchSnapshot.Slot(trackingID: 9, x: 1, y: 2)
        panel.send([.dropped])
        // An input at its end stops the recorder after one read.
        let end = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(end) }
        recorder.run(for: .seconds(20), stop: end)
        panel.vanish()
        recorder.run(for: .seconds(20))
        let recording = try EvemuRecording(text: text, file: "new")
        #expect(recording.device.axes == panel.description.axes)
        #expect(recording.events.count == recorder.count)
        let input = try RecordedInput(
            recording, pace: .fast, transform: TouchTransform(glass: RawPanel.glass))
        #expect(
            input.read(at: .zero).texts.dropFirst() == [
                "contact 0 down 5 6", "contact 0 up 5 6", "contact 0 down 1 2",
            ])
    }

    @Test("T33 a device that another process has is not recorded, with a sentence")
    func recordBusy() throws {
        let panel = try kernel.plug(0, .panel())
        panel.isGrabbedByOther = true
        #expect {
            _ = try TouchRecorder(path: kernel.path(0), calls: kernel.calls, write: { _ in })
        } throws: {
            "\($0)".contains("grabbed by another process")
        }
    }
}
