import Foundation
import TestSupport
import Testing

@testable import Pos

@Suite("A printer on a serial line", .timeLimit(.minutes(5)))
struct SerialTests {
    @Test("B it says printed as well", arguments: ["none", "xonxoff"])
    func serial(flow: String) async throws {
        let line = try SerialPrinter()
        let uri = "pos:\(line.path)?baud=115200&flow=\(flow)"
        let done = try await DeviceTests.run(uri, Document.slip)
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.errors.contains("loket-pos: printed (answer to GS r)"))
        #expect(line.printed == Document.slip)
    }

    @Test("B3 what a printer did not take is dropped: to close the line would wait for it")
    func dropped() async throws {
        let (line, path) = try PseudoTerminal.open()
        defer { close(line) }
        // Send more than the line itself can hold.
        let done = try await DeviceTests.run(
            "pos:\(path)?baud=115200&confirm=none&buffer=16&still=0.3", Document.text(60_000))
        #expect(done.status == 5)
        #expect(done.errors.contains("loket-pos: unknown: the printer made no progress in 0.3 s"))
        var left = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(line, &buffer, buffer.count), count > 0 { left += count }
        // The other end buffers this many bytes (N_TTY_BUF_SIZE).
        #expect(left < 4_096)
    }

    @Test("B9 a line that is hung up is a printer that is gone, at once and not after its limit")
    func hungUp() async throws {
        let (line, path) = try PseudoTerminal.open()
        async let running = DeviceTests.run("pos:\(path)?baud=9600&answer=10", Document.slip)
        var question = [UInt8](repeating: 0, count: 3)
        #expect(read(line, &question, 3) == 3)
        close(line)
        let done = try await running
        #expect(done.status == 1)
        #expect(done.errors.contains("STATE: offline-error\n"), "\(done.errors)")
        #expect(done.errors.contains("\(path) is gone: see the printer's cable"), "\(done.errors)")
    }

    @Test("B11 nobody shares the line with whoever has it, and it is free again after that")
    func exclusive() throws {
        let (line, path) = try PseudoTerminal.open()
        defer { close(line) }
        let uri = DeviceURI(place: .serial(path: path, baud: 9_600, flow: .none))
        var isExclusive: Int32 = 0
        do {
            let link = try Link(uri)
            // TIOCGEXCL is not imported.
            #expect(ioctl(link.descriptor, UInt(0x8004_5440), &isExclusive) == 0)
            #expect(isExclusive == 1)
            let error = #expect(throws: LinkError.self) { try Link(uri) }
            #expect(error?.code == EBUSY)
            guard case .unreachable(let why) = StatusProbe(uri, limit: .milliseconds(10)).ask()
            else {
                Issue.record("two were on one line")
                return
            }
            #expect(why.contains("in use by another program"))
        }
        let link = try Link(uri)
        #expect(ioctl(link.descriptor, UInt(0x8004_5440), &isExclusive) == 0 && isExclusive == 1)
    }

    @Test(
        "B3 a slow line may take as long as the printer's buffer takes on it",
        arguments: [(1_200, 4_096, 49), (9_600, 4_096, 19), (115_200, 4_096, 15), (1_200, 64, 15)])
    func standstill(baud: Int, buffer: Int, seconds: Int) throws {
        let uri = try DeviceURI("pos:/dev/ttyS0?baud=\(baud)&buffer=\(buffer)")
        #expect(uri.settings.standstillLimit == .seconds(seconds))
    }

    @Test("B3 CUPS hears the end while the way to the printer is still open")
    func endFirst() throws {
        let printer = try SerialPrinter()
        let uri = DeviceURI(place: .serial(path: printer.path, baud: 115_200, flow: .none))
        var conversation = Conversation(
            uri: uri, document: Document.slip, processID: Array("Qx7!".utf8),
            messages: CupsMessages(descriptor: -1), cancel: try CancelSignal())
        var told: DialogueEnd?
        let end = conversation.run(
            willSend: { nil },
            willClose: {
                told = $0
                let error = #expect(throws: LinkError.self) { try Link(uri) }
                #expect(error?.code == EBUSY)
            })
        #expect(end == .printed(.status) && told == end)
    }
}
