import Cups
import Face
import Records
import Testing
import Wire

@testable import Terminal

@Suite("Terminal: errors of the rooms below as refusals", .timeLimit(.minutes(5)))
struct RefusalTests {
    @Test("J1 each error has the code that says what to do about it") func codes() {
        let errors: [(any Error, Refusal.Code)] = [
            (RecordsError.refused("No."), .conflict), (RecordsError.noTicket("K-1"), .notFound),
            (RecordsError.full(file: "f"), .unavailable),
            (RecordsError.readOnly(file: "f"), .unavailable),
            (RecordsError.failed(file: "f", message: "m"), .unavailable),
            (RecordsError.numbersUsedUp("All."), .conflict),
            (PrinterSetupError.cups(.absent(server: "s")), .noService),
            (PrinterSetupError.cups(.timedOut(server: "s")), .noService),
            (PrinterSetupError.refused("No."), .conflict),
            (PrinterSetupError.notAllowed(server: "s"), .forbidden),
            (TouchscreenRefused.visitor, .conflict), (TouchscreenRefused.wrongCount(4), .invalid),
            (Refusal.notFound("No."), .notFound), (CancellationError(), .failed),
        ]
        for (error, code) in errors {
            let refusal = Refusal(error)
            #expect(refusal.code == code, "\(error)")
            #expect(code == .failed || refusal.description == "\(error)")
        }
    }

    @Test("J4 a caller is named by its user, and by its number where it has no name") func callers()
    {
        #expect(Caller(uid: 0, pid: 1).who == "root")
        #expect("\(Caller(uid: 0, pid: 1))" == "root (pid 1)")
        let unnamed = Caller.process(uid: 4_000_000_000, pid: 2, name: nil)
        #expect(unnamed.who == "uid 4000000000" && Caller.page.who == "page")
    }
}
