import CGlass
import Foundation
import TestSupport
import Testing

@testable import Display

@Suite("T17 The console", .timeLimit(.minutes(5)))
struct ConsoleTests {
    let folder: TemporaryFolder
    let file: String

    init() throws {
        folder = try TemporaryFolder("console")
        file = folder.file("console")
    }

    func open(_ fake: FakeConsole, vt: Int? = nil) throws(DisplayError) -> Console? {
        try Console.open(vt: vt, stateFile: file, calls: fake, warning: { _ in })
    }

    var hasFile: Bool { FileManager.default.fileExists(atPath: file) }

    @Test("T17 T19 in this order: state on file, keyboard off, graphics, switches wait for us")
    func order() throws {
        let fake = FakeConsole()
        let console = try #require(try open(fake))
        #expect(console.vt == 7)
        #expect(
            fake.steps == [
                "VT_ACTIVATE 7", "KDSKBMODE \(K_OFF)", "KDSETMODE \(KD_GRAPHICS)",
                "VT_SETMODE \(SIGUSR1) \(SIGUSR2)",
            ])
        #expect(
            ConsoleState(file: file)
                == ConsoleState(vt: 7, previousVT: 1, keyboardMode: K_UNICODE))
        fake.steps = []
        #expect(console.close().isEmpty)
        #expect(
            fake.steps == [
                "KDSKBMODE \(K_UNICODE)", "KDSKBMUTE 0", "KDSETMODE \(KD_TEXT)",
                "VT_SETMODE auto", "VT_ACTIVATE 1",
            ])
        #expect(fake.isUsable && fake.openPaths.isEmpty && !hasFile)
        fake.steps = []
        #expect(console.close().isEmpty && fake.steps.isEmpty)
    }

    @Test(
        "T17 each step that fails undoes the ones before it",
        arguments: [
            "KDGKBMODE", "signalfd", "VT_ACTIVATE 7", "KDSETMODE \(KD_GRAPHICS)",
            "VT_SETMODE", "VT_GETSTATE",
        ])
    func undo(_ call: String) {
        let fake = FakeConsole()
        fake.failures[call] = EPERM
        let error = #expect(throws: DisplayError.self) { _ = try open(fake) }
        #expect(error?.message.contains("Operation not permitted") == true)
        #expect(fake.isUsable && fake.openPaths.isEmpty && !hasFile)
    }

    @Test("T17 a keyboard that can't be turned off is muted, and heard again afterwards")
    func muted() throws {
        let fake = FakeConsole()
        fake.failures["KDSKBMODE \(K_OFF)"] = EINVAL
        let console = try #require(try open(fake))
        #expect(fake.isMuted)
        console.close()
        #expect(fake.isUsable)
        fake.failures["KDSKBMUTE 1"] = EINVAL
        #expect(throws: DisplayError.self) { _ = try open(fake) }
        #expect(fake.isUsable && !hasFile)
    }

    @Test("T17 a keyboard that was off before is not left off")
    func savedOff() throws {
        let fake = FakeConsole()
        fake.keyboard = K_OFF
        let console = try #require(try open(fake))
        console.close()
        #expect(fake.keyboard == K_UNICODE && fake.isUsable)
    }

    @Test("T17 a switch that never comes is waited for two seconds")
    func activation() {
        let fake = FakeConsole()
        fake.switchTakes = nil
        let before = fake.time
        #expect(throws: DisplayError.self) { _ = try open(fake) }
        #expect(fake.time - before >= Console.activationLimit)
        #expect(fake.time - before < Console.activationLimit + .milliseconds(50))
        #expect(fake.isUsable && !hasFile)
    }

    @Test("T17 the console that is asked for, or the one on the glass where none is free")
    func number() throws {
        let fake = FakeConsole()
        #expect(try open(fake, vt: 3)?.vt == 3)
        let other = FakeConsole()
        unlink(file)
        other.failures["VT_OPENQRY"] = EINVAL
        #expect(try open(other)?.vt == 1)
        #expect(!other.steps.contains { $0.hasPrefix("VT_ACTIVATE") })
    }

    @Test("T18 requests are told in their order and answered by the number the kernel waits for")
    func switching() throws {
        let fake = FakeConsole()
        let console = try #require(try open(fake))
        #expect(console.events() == [])
        fake.signals = [SIGUSR1, SIGHUP, SIGUSR2]
        #expect(console.events() == [.leaveRequested, .acquired])
        fake.steps = []
        try console.leave()
        try console.acquire()
        #expect(fake.steps == ["VT_RELDISP 1", "VT_RELDISP 2"])
        fake.failures["VT_RELDISP"] = EINVAL
        #expect(throws: DisplayError.self) { try console.leave() }
    }

    @Test(
        "T21 a machine without consoles is a warning", arguments: [ENOENT, ENXIO, ENODEV])
    func noConsole(_ code: Int32) throws {
        let fake = FakeConsole()
        fake.missing["/dev/tty0"] = code
        var warnings: [String] = []
        let console = try Console.open(
            vt: nil, stateFile: file, calls: fake, warning: { warnings.append($0) })
        #expect(console == nil && warnings.count == 1 && !hasFile)
    }

    @Test("T21 a terminal that may only be written to will do")
    func writeOnly() throws {
        let fake = FakeConsole()
        fake.missing["write /dev/tty0"] = EACCES
        fake.missing["write /dev/tty7"] = EACCES
        #expect(try open(fake) != nil)
    }

    @Test("T19 after a death the file is enough to make the console usable, and then it is gone")
    func restoring() throws {
        let fake = FakeConsole()
        _ = try open(fake)
        #expect(!fake.isUsable)
        #expect(ConsoleState.restore(from: file, fake).isEmpty)
        #expect(fake.isUsable && !hasFile)
        fake.steps = []
        #expect(ConsoleState.restore(from: file, fake).isEmpty && fake.steps.isEmpty)
    }

    @Test("T19 restoring tries every step though others fail, and names them")
    func restoringWithFailures() throws {
        let fake = FakeConsole()
        _ = try open(fake)
        fake.failures["KDSKBMODE"] = EPERM
        let problems = ConsoleState.restore(from: file, fake)
        #expect(problems == ["/dev/tty7: KDSKBMODE failed: Operation not permitted."])
        #expect(fake.displayMode == KD_TEXT && !fake.isOurs && fake.active == 1)
    }

    @Test("T19 a console left by one that died is taken on as it is, and restored to before")
    func startingOver() throws {
        let fake = FakeConsole()
        _ = try open(fake)
        fake.steps = []
        fake.free = 8
        let second = try #require(try open(fake))
        #expect(second.vt == 7 && !fake.steps.contains("KDSETMODE \(KD_TEXT)"))
        second.close()
        #expect(fake.isUsable)
    }

    @Test("T19 one that was left and is not on the glass any more is restored first")
    func leftElsewhere() throws {
        let fake = FakeConsole()
        _ = try open(fake)
        fake.active = 1
        fake.free = 8
        fake.steps = []
        let second = try #require(try open(fake))
        #expect(second.vt == 8)
        #expect(fake.steps.prefix(3).contains("KDSETMODE \(KD_TEXT)"))
    }

    @Test(
        "T19 a file that is not whole is none",
        arguments: ["", "vt=7", "vt=7\nprevious=1\nkeyboard=9\n", "vt=99\nprevious=1\nkeyboard=3"])
    func brokenFile(_ text: String) throws {
        try folder.write(text, to: "console")
        #expect(ConsoleState(file: file) == nil)
    }
}
