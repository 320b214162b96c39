import Pos
import PrinterModel
import TestSupport
import Testing

@Suite("The first question in order", .timeLimit(.minutes(5)))
struct GreetingTests {
    @Test("B4 a picture that an earlier job left half sent is filled up, not continued with a slip")
    func halfPicture() {
        var rehearsal = Rehearsal(Document.slip)
        rehearsal.model.receive(Document.picture(rows: 120).prefix(3_000))
        #expect(rehearsal.run() == .printed(.status))
        #expect(rehearsal.model.printed.suffix(Document.slip.count) == Document.slip[...])
        #expect(rehearsal.now < .seconds(4))
    }

    @Test("B a printer that knows DLE EOT but not GS r 1 is told so before the first byte")
    func noStatusRequest() {
        var rehearsal = Rehearsal(Document.slip)
        rehearsal.model.answersInOrder = false
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("nothing should leave")
            return
        }
        #expect(why.contains("answers DLE EOT but not GS r 1") && why.contains("set confirm=none"))
        #expect(rehearsal.model.documentBytesReceived == 0)
        #expect(!rehearsal.dialogue.isUnanswered)
    }

    @Test("B an echo of the questions proves nothing: not printed, and no byte left")
    func echo() {
        for confirmation in [DialogueSettings.Confirmation.status, .processID] {
            var settings = DialogueSettings()
            (settings.asksFirst, settings.confirmation) = (false, confirmation)
            var dialogue = PrinterDialogue(
                document: Document.slip, settings: settings, processID: Rehearsal.processID)
            var now = Duration.zero
            dialogue.start(at: now)
            while dialogue.end == nil, now < .seconds(60) {
                let bytes = Array(dialogue.output)
                dialogue.wrote(bytes.count, at: now)
                dialogue.received(bytes, at: now)
                now += .milliseconds(1)
                dialogue.tick(at: now)
            }
            guard case .notPrinted(let why)? = dialogue.end else {
                Issue.record("\(String(describing: dialogue.end))")
                return
            }
            #expect(why.contains("comes back as its answer"))
            #expect(dialogue.documentBytesWritten == 0)
        }
    }

    @Test("B2 what arrives before a question has left is no answer to it")
    func early() {
        var dialogue = PrinterDialogue(
            document: Document.slip, settings: DialogueSettings(), processID: Rehearsal.processID)
        dialogue.start(at: .zero)
        #expect(Array(dialogue.output) == [0x10, 0x04, 0x01])
        dialogue.received([0x12], at: .milliseconds(1))
        #expect(Array(dialogue.output) == [0x10, 0x04, 0x01], "the question still has to leave")
        dialogue.wrote(3, at: .milliseconds(2))
        #expect(dialogue.output.isEmpty)
        dialogue.received([0x12], at: .milliseconds(3))
        #expect(Array(dialogue.output) == [0x10, 0x04, 0x02])
    }

    @Test("B2 one that answers too late is told of the option for it") func late() {
        var rehearsal = Rehearsal(Document.slip)
        rehearsal.model.isMute = true
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("nothing should leave")
            return
        }
        #expect(why.contains("set answer=5"))
    }

    @Test("B2 nobody is woken for a question that is never asked")
    func noQuestion() {
        var rehearsal = Rehearsal(Document.slip) { $0.asksFirst = false }
        rehearsal.model.answersInOrder = false
        _ = rehearsal.run()
        #expect(rehearsal.spins.isEmpty)
    }

    @Test("B2 a silent printer that is not asked first is not said to have answered")
    func silentGreeting() {
        var rehearsal = Rehearsal(Document.slip) { $0.asksFirst = false }
        rehearsal.model.isMute = true
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("nothing should leave")
            return
        }
        #expect(why.contains("the printer does not answer GS r 1: switch it off and on"))
        #expect(rehearsal.dialogue.isUnanswered)
    }
}
