import Foundation
import Synchronization
package import Touch

/// Bindings of the counters' keypads, and the binding under way. The loop's board follows it.
package final class PadRegister: Sendable {
    /// Binding that waits for a key on a pad, or the last one.
    struct Request: Sendable, Equatable {
        enum State: Sendable, Equatable {
            case listening, timedOut
            case bound(PadIdentity, name: String)
            /// Ended, with the reason.
            case refused(PadIdentity, name: String, String)
        }

        var id: Int
        var counter: String
        var replaces: Bool
        var who: String
        var state = State.listening
    }

    private struct State {
        var bindings: [PadBinding]
        var problem: PadStore.Unreadable?
        var request: Request?
        var requestCount = 0
    }

    /// Nil: bindings count until the daemon ends.
    let store: PadStore?
    /// Random name of this run, so that no press has the identity of an earlier one.
    let run = String(UInt64.random(in: 1...UInt64.max), radix: 16)
    private let state: Mutex<State>
    /// Held by the one change that is under way.
    private let changing = Mutex(())

    /// Reads the bindings that were kept.
    package init(store: PadStore? = nil) {
        self.store = store
        do throws(PadStore.Unreadable) {
            state = Mutex(State(bindings: try store?.load() ?? []))
        } catch {
            state = Mutex(State(bindings: [], problem: error))
        }
    }

    package var bindings: [PadBinding] { state.withLock { $0.bindings } }

    /// Error of the file, which keeps its bindings from counting; nil: it was read.
    var problem: PadStore.Unreadable? { state.withLock { $0.problem } }

    var request: Request? { state.withLock { $0.request } }

    /// Begins to wait for a key. A wait that is under way ends.
    func begin(counter: String, replaces: Bool, who: String) -> Request {
        state.withLock { state in
            state.requestCount += 1
            let request = Request(
                id: state.requestCount, counter: counter, replaces: replaces, who: who)
            state.request = request
            return request
        }
    }

    /// Ends the request of this number; an older one is forgotten.
    func end(_ id: Int, _ end: Request.State) {
        state.withLock { state in
            if state.request?.id == id, state.request?.state == .listening {
                state.request?.state = end
            }
        }
    }

    /// Changes the bindings, on the disk first. One change comes after the other, and none is lost.
    func change(
        _ body: @escaping @Sendable (inout [PadBinding]) -> Void
    ) async throws(PadStore.Unwritable) {
        // It waits for the disk, which no actor may do.
        let result = await Task.detached { [self] in
            changing.withLock { _ -> Result<Void, PadStore.Unwritable> in
                var bindings = bindings
                body(&bindings)
                do throws(PadStore.Unwritable) { try store?.save(bindings) } catch {
                    return .failure(error)
                }
                state.withLock { $0.bindings = bindings }
                return .success(())
            }
        }.value
        try result.get()
    }
}
