import CGlass
import Glibc
import Kernel
import TestSupport
import Testing

@testable import Display

@Suite("T19 The guardian", .timeLimit(.minutes(5)))
struct GuardianTests {
    /// Watches a shell. Returns its status and how often the console was restored.
    func watch(_ script: String) throws -> (status: Int32, restored: Int) {
        let child = try Guardian.spawn(
            "/bin/sh", arguments: ["sh", "-c", script], environment: ["PATH=/usr/bin:/bin"])
        var restored = 0
        let status = try Guardian.watch(child) { restored += 1 }
        return (status, restored)
    }

    @Test("T19 the child's status is the guardian's", arguments: [0, 1, 69])
    func status(_ code: Int32) throws {
        let end = try watch("exit \(code)")
        #expect(end.status == code && end.restored == 1)
    }

    @Test(
        "T19 however the child dies, the console is restored once",
        arguments: [SIGKILL, SIGSEGV, SIGABRT, SIGTERM])
    func death(_ signal: Int32) throws {
        let end = try watch("ulimit -c 0; kill -\(signal) $$")
        #expect(end.status == 128 + signal && end.restored == 1)
    }

    /// Sends the signal to this thread only, as it reaches a guardian with a single thread.
    private func withPending<Result>(
        _ signal: Int32, _ body: () throws -> Result
    ) rethrows -> Result {
        var set = SignalDescriptor.signalSet([signal])
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &set, &before)
        pthread_kill(pthread_self(), signal)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }

    @Test("T19 a request to end is handed on to the child", arguments: [SIGTERM, SIGINT, SIGHUP])
    func handedOn(_ signal: Int32) throws {
        let end = try withPending(signal) { try watch("while :; do read line; done </dev/zero") }
        #expect(end.status == 128 + signal && end.restored == 1)
    }

    @Test("T19 a child that does not end when told to is killed after the limit")
    func stubborn() throws {
        // The child stops itself, so that only SIGKILL can end it.
        let child = try Guardian.spawn(
            "/bin/sh", arguments: ["sh", "-c", "kill -STOP $$"], environment: [])
        var stopped: Int32 = 0
        #expect(waitpid(child, &stopped, WUNTRACED) == child)
        var restored = 0
        let status = try withPending(SIGTERM) {
            try Guardian.watch(child, endLimit: .milliseconds(50)) { restored += 1 }
        }
        #expect(status == 128 + SIGKILL && restored == 1)
    }

    @Test("T19 a program that is not there is an error with its name")
    func missing() {
        let error = #expect(throws: SystemError.self) {
            try Guardian.spawn("/nonexistent/loketd", arguments: ["loketd"], environment: [])
        }
        #expect(error?.code == ENOENT && error?.path == "/nonexistent/loketd")
    }

    @Test("T20 signals are read in the loop, those of others are left alone")
    func signalDescriptor() throws {
        try withPending(SIGUSR1) {
            let descriptor = try SignalDescriptor.open(Console.signals)
            defer { close(descriptor) }
            #expect(SignalDescriptor.read(descriptor) == [SIGUSR1])
            #expect(SignalDescriptor.read(descriptor) == [])
        }
    }
}
