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
