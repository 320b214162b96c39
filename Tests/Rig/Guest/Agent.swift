import CRigKernel
import Glibc
import Kernel
import RigWire

/// Agent that runs programs for the host, many at once, and ends when the host closes the link.
struct Agent {
    /// Program for the host, and our ends of its pipes; -1: closed.
    struct Program {
        var pid: pid_t
        var life: Int32
        var input: Int32
        var output: Int32
        var errors: Int32
    }

    /// Maximum number of programs at a time.
    static let maximumPrograms = 64
    /// Time for the host to open its end of the link, in milliseconds.
    static let hostTimeoutMilliseconds = 60_000

    /// POSIX_SPAWN_SETSID of spawn.h, which defines it for GNU sources only.
    private static let spawnSetsid: Int16 = 0x80

    private let port: Int32
    private var programs: [UInt32: Program] = [:]
    private var received: [UInt8] = []
    private var isOver = false

    init(port path: String) throws {
        signal(SIGPIPE, SIG_IGN)
        port = try check("open \(path)") { open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC) }
    }

    mutating func run() throws {
        // The other end reports a hang-up until the host has opened it.
        var waited = 0
        while waited < Self.hostTimeoutMilliseconds {
            var end = pollfd(fd: port, events: Int16(POLLOUT), revents: 0)
            if poll(&end, 1, 20) > 0, end.revents & Int16(POLLHUP) == 0 { break }
            usleep(20_000)
            waited += 20
        }
        try send(Frame(.hello, stream: 0))
        while !isOver { try turn() }
    }

    /// Waits for the next event and passes it on.
    private mutating func turn() throws {
        var waited = [pollfd(fd: port, events: Int16(POLLIN), revents: 0)]
        var owners: [UInt32] = [0]
        for (stream, program) in programs {
            for descriptor in [program.output, program.errors, program.life] where descriptor >= 0 {
                waited.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                owners.append(stream)
            }
        }
        try check("poll") { poll(&waited, nfds_t(waited.count), -1) }
        if waited[0].revents != 0 { try receive() }
        for (index, entry) in waited.enumerated().dropFirst() where entry.revents != 0 {
            let stream = owners[index]
            guard let program = programs[stream] else { continue }
            switch entry.fd {
            case program.output: try pass(.output, of: stream, \.output)
            case program.errors: try pass(.errors, of: stream, \.errors)
            default: try end(stream, program)
            }
        }
    }

    private mutating func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(port, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            isOver = true
            return
        }
        received += buffer[..<count]
        while let frame = try Frame.take(from: &received) { try obey(frame) }
    }

    private mutating func obey(_ frame: Frame) throws {
        let stream = frame.stream
        switch frame.kind {
        case .start:
            let words = frame.bytes.split(separator: 0, omittingEmptySubsequences: false)
                .dropLast().map { String(decoding: $0, as: UTF8.self) }
            do { programs[stream] = try start(words) } catch {
                try send(Frame(.errors, stream: stream, "\(error)\n".utf8))
                try send(Frame(.ended, stream: stream, Frame.bytes(of: 127)))
            }
        case .input:
            // A program that ended meanwhile reads nothing; its end will be reported.
            if let input = programs[stream]?.input, input >= 0 {
                try? writeAll(frame.bytes, to: input)
            }
        case .endInput:
            if let input = programs[stream]?.input, input >= 0 { close(input) }
            programs[stream]?.input = -1
        case .signal:
            if let program = programs[stream], let number = frame.bytes.first {
                kill(-program.pid, Int32(number))
            }
        case .output, .errors, .ended, .hello: break
        }
    }

    // MARK: Programs

    private func start(_ words: [String]) throws -> Program {
        guard let path = words.first, programs.count < Self.maximumPrograms else {
            throw Failure("no program is named, or \(Self.maximumPrograms) run already")
        }
        var pipes: [[Int32]] = []
        for _ in 0..<3 {
            var ends: [Int32] = [-1, -1]
            try check("pipe") { pipe(&ends) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            pipes.append(ends)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes[0][0], 0)
        posix_spawn_file_actions_adddup2(&actions, pipes[1][1], 1)
        posix_spawn_file_actions_adddup2(&actions, pipes[2][1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Give the program a session of its own, as under systemd, and the default action for
        // SIGPIPE.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(
            &attributes, Self.spawnSetsid | Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let failed = posix_spawnp(&pid, path, &actions, &attributes, &arguments, environ)
        for descriptor in [pipes[0][0], pipes[1][1], pipes[2][1]] { close(descriptor) }
        guard failed == 0 else {
            for descriptor in [pipes[0][1], pipes[1][0], pipes[2][0]] { close(descriptor) }
            throw Failure("\(path): \(SystemError.text(failed))")
        }
        for descriptor in [pipes[1][0], pipes[2][0]] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        return Program(
            pid: pid, life: try check("pidfd_open") { pidfd_open(pid, 0) }, input: pipes[0][1],
            output: pipes[1][0], errors: pipes[2][0])
    }

    /// Passes on what is there, and closes our end at the end of the data.
    private mutating func pass(
        _ kind: Frame.Kind, of stream: UInt32, _ pipe: WritableKeyPath<Program, Int32>
    ) throws {
        guard let descriptor = programs[stream]?[keyPath: pipe], descriptor >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: Frame.maximumLength)
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { return try send(Frame(kind, stream: stream, buffer[..<count])) }
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        close(descriptor)
        programs[stream]?[keyPath: pipe] = -1
    }

    /// Passes on the last output and the end. Programs that it started may hold the pipes open
    /// forever.
    private mutating func end(_ stream: UInt32, _ program: Program) throws {
        for (kind, descriptor) in [(Frame.Kind.output, program.output), (.errors, program.errors)]
        where descriptor >= 0 {
            var buffer = [UInt8](repeating: 0, count: Frame.maximumLength)
            while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
                try send(Frame(kind, stream: stream, buffer[..<count]))
            }
            close(descriptor)
        }
        var status: Int32 = 0
        waitpid(program.pid, &status, 0)
        close(program.life)
        if program.input >= 0 { close(program.input) }
        programs[stream] = nil
        let signal = status & 0x7F
        let code = signal == 0 ? (status >> 8) & 0xFF : -signal
        try send(Frame(.ended, stream: stream, Frame.bytes(of: UInt32(bitPattern: code))))
    }

    private func send(_ frame: Frame) throws {
        try writeAll(frame.encoded, to: port)
    }
}
