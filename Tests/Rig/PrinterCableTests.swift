import Foundation
import TestSupport
import Testing

extension RigTests {
    /// USB cable of the printer that is unplugged and plugged, while programs come and go at this
    /// end of it.
    @Suite("printer's cable", .serialized, .timeLimit(.minutes(15)))
    struct PrinterCableTests {
        @Test("B3 no printer, and one that is pulled before the first byte: surely not printed")
        func pulledBefore() async throws {
            try await PrinterTests.run("B3 pulled before the first byte") { printer in
                try await printer.tell("set paperOut 1")
                let job = try await printer.job(Slip.text)
                try await job.reports("media-empty-error")
                try await printer.tell("unplug")
                try await job.ends(1, "not printed: The connection to /dev/usb/lp (serial number")
                try #require(job.heard.reasons.last == "offline-error")

                let next = try await printer.job(Slip.text)
                try await next.ends(1, "not printed: No USB printer with the serial number RIG-0")
                try #require(next.heard.reasons == ["offline-error"])
                try #require(try await printer.state("received") == 0)
            }
        }

        @Test(
            "B3 pulled in mid-slip: unknown, with a sentence, at once",
            arguments: ["buffer=4096", "buffer=65536"])
        func pulledInMiddle(_ options: String) async throws {
            try await PrinterTests.run("B3 pulled in mid-slip, \(options)") { printer in
                try await printer.tell("takes 2000")
                let job = try await printer.job(Slip.picture, "confirm=H&still=60&\(options)")
                try await printer.receives(1_900)
                let start = ContinuousClock.now
                try await printer.tell("unplug")
                try await job.ends(5, "unknown: The connection to /dev/usb/lp (serial number")
                try #require(ContinuousClock.now - start < UsbPrinter.hotPlugLimit)
                try #require(job.heard.reasons.last == "offline-error")
                // The next slip prints wholly; the printer itself may still hold bytes of this one.
                try await printer.tell("takes all")
                try await printer.plug()
                try await printer.job(Slip.text).ends(0, "printed (answer to GS ( H)")
                try #require(try await printer.paper().suffix(Slip.text.count) == Slip.text[...])
            }
        }

        @Test("B9 plugged in again it has another number: found by its serial number within 5 s")
        func moved() async throws {
            try await PrinterTests.run("B9 plugged in at another number") { printer in
                let guest = printer.guest
                let probe = try printer.probe()
                try #require(try await probe.ask("") == "state none")
                try await printer.tell("unplug")
                let gone = try await probe.ask("")
                try #require(gone.hasPrefix("unreachable "), "\(gone)")
                // Another printer takes the device number.
                let other = try await UsbPrinter(guest, number: 1)
                try await other.plug()
                let start = ContinuousClock.now
                try await printer.tell("plug")
                try await eventually("it answers", within: UsbPrinter.hotPlugLimit) {
                    try await probe.ask("") == "state none"
                }
                Report.shared.note(
                    "B9 from plugged in to answered by serial number: "
                        + "\(ContinuousClock.now - start)")
                let files = try await guest.shell(
                    "for file in /sys/class/usbmisc/lp*; do "
                        + "echo ${file##*/} $(cat $file/device/../serial); done")
                try #require(files == "lp0 RIG-1\nlp1 RIG-0\n", "\(files)")
                try await printer.job(Slip.text).ends(0, "printed (answer to GS ( H)")
                try await printer.prints(Slip.text)
                try #require(try await other.state("received") == 0)
                try probe.endInput()
                try await other.remove()
            }
        }

        @Test("B2 an idle printer is asked for its state, and left free for the next slip")
        func idle() async throws {
            try await PrinterTests.run("B2 idle printer asked") { printer in
                let probe = try printer.probe()
                for (change, answer) in [
                    ("set nearEnd 1", "state media-low-warning"),
                    ("set paperOut 1", "state media-empty-error"),
                    ("set coverOpen 1", "state media-empty-error,cover-open-error"),
                    ("set paperOut 0", "state cover-open-error,media-low-warning"),
                    ("set coverOpen 0", "state media-low-warning"),
                    ("set nearEnd 0", "state none"),
                ] {
                    try await printer.tell(change)
                    try #require(try await probe.ask("") == answer)
                }
                try await printer.tell("set mute 1")
                try #require(try await probe.ask("").hasPrefix("silent "))
                try await printer.tell("set mute 0")
                try await printer.job(Slip.text).ends(0, "printed (answer to GS ( H)")
                // A report after that job waits for the next reader.
                try await printer.tell("set paperOut 1")
                try await printer.tell("set paperOut 0")
                try #require(try await probe.ask("") == "state none")
                try probe.endInput()
                try await printer.prints(Slip.text)
            }
        }

        @Test("B2 an answer that its asker did not wait for is none to the next question")
        func staleAnswer() async throws {
            try await PrinterTests.run("B2 answer of an earlier question") { printer in
                let probe = try printer.probe()
                try await printer.tell("set paperOut 1")
                for _ in 0..<20 {
                    try await leaveAnswer(printer)
                    try #require(try await probe.ask("") == "state media-empty-error")
                }
                try await leaveAnswer(printer)
                let job = try await printer.job(Slip.text)
                try await job.reports("media-empty-error")
                try await printer.tell("set paperOut 0")
                try await job.ends(0, "printed (answer to GS ( H)")
                try #require(job.heard.reasons == ["media-empty-error", "none"])
                try probe.endInput()
                try await printer.prints(Slip.text)
            }
        }

        /// Asks for the cutter's state and leaves before the printer can answer.
        private func leaveAnswer(_ printer: UsbPrinter) async throws {
            let answered = try await printer.state("answered")
            try await printer.tell("takes 0")
            try await printer.guest.shell("printf '\\020\\004\\003' > /dev/usb/lp0")
            try await printer.tell("takes all")
            try await eventually("the answer is on the cable", within: UsbPrinter.patience) {
                try await printer.state("answered") > answered
            }
        }

        @Test("B1 to a printer that can't answer a slip is sent once it has taken all of it")
        func oneWay() async throws {
            try await PrinterTests.run("B1 sent, to the last byte") { printer in
                // The printer takes half of ESC @; the rest of the slip stays in the host.
                try await printer.tell("takes 1")
                let job = try await printer.job(Slip.text, "confirm=none")
                try await job.hears("it is sending") { $0.errorText.contains("pos: sending") }
                // Let as much time pass as another program in the guest takes from start to end.
                _ = try await printer.guest.listing()
                try #require(job.heard.code == nil, "\(job.heard.errorText)")
                try await printer.tell("takes all")
                try await job.ends(0, "loket-pos: sent")
                try await printer.prints(Slip.text)
            }
        }

        @Test("B3 a printer that stands still without a word: unknown, and the next slip is whole")
        func stuck() async throws {
            try await PrinterTests.run("B3 stands still without a word") { printer in
                try await printer.tell("takes 2000")
                let job = try await printer.job(
                    Slip.picture, "confirm=H&still=2&buffer=65536")
                try await job.ends(5, "unknown: the printer made no progress in 2 s")
                try await printer.tell("takes all")
                let next = try await printer.job(Slip.text)
                try await next.ends(0, "printed (answer to GS ( H)")
                try #require(try await printer.paper().suffix(Slip.text.count) == Slip.text[...])
            }
        }

        @Test("B3 a job that is cancelled in mid-slip is unknown, and leaves the printer free")
        func cancelled() async throws {
            try await PrinterTests.run("B3 cancelled in mid-slip") { printer in
                try await printer.tell("ends 2000")
                let job = try await printer.job(Slip.picture)
                try await job.reports("media-empty-error")
                try job.signal(SIGTERM)
                try await job.ends(5, "unknown: the job was cancelled: no paper")
                try await printer.tell("set paperOut 0")
                try await printer.job(Slip.text).ends(0, "printed (answer to GS ( H)")
                try #require(try await printer.paper().suffix(Slip.text.count) == Slip.text[...])
            }
        }
    }
}
