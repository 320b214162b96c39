import Glibc
import Kernel

/// Descriptor for SIGTERM, by which CUPS cancels a job, so that poll(2) can wait for it.
///
/// A thread waits for the signal and closes the writing end of a pipe, since Swift does not import
/// ppoll(2) and signalfd(2).
struct CancelSignal {
    /// Descriptor that has `POLLHUP` after the signal.
    let descriptor: Int32

    /// Blocks the signal and starts the thread. Call it before other threads start, since they
    /// inherit the mask.
    init() throws(LinkError) {
        signal(SIGPIPE, SIG_IGN)
        var set = Self.set
        sigprocmask(SIG_BLOCK, &set, nil)
        let writer: Int32
        do throws(SystemError) {
            // Both ends stay as long as the process.
            (descriptor, writer) = try Pipe().release()
        } catch { throw .now("No pipe", code: error.code) }
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { raw in
                var set = CancelSignal.set
                var number: Int32 = 0
                while sigwait(&set, &number) != 0 {}
                close(Int32(Int(bitPattern: raw)))
                return nil
            }, UnsafeMutableRawPointer(bitPattern: Int(writer)))
        guard failed == 0 else { throw .now("No thread", code: failed) }
        pthread_detach(thread)
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        return set
    }
}
