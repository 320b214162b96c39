package import Foundation
package import Geometry

/// A display in memory: what runs where there is no glass. Its picture can be read from other
/// threads, and they can wait for the next frame.
package final class MemoryDisplay: DisplayOutput, @unchecked Sendable {
    // `front`, `frame` and `waiters` are touched under `lock` only; the rest never changes.
    package let panel: Panel
    private let lock = NSLock()
    private let front: PixelBuffer
    private var frame: UInt64 = 0
    private var waiters: [UUID: (after: UInt64, resume: CheckedContinuation<UInt64, Never>)] = [:]

    package init(panel: Panel) {
        self.panel = panel
        front = PixelBuffer(size: panel.size)
    }

    package var summary: String {
        "display=memory \(panel.size.width)x\(panel.size.height) "
            + "\(Int(panel.widthMillimetres.rounded()))x"
            + "\(Int(panel.heightMillimetres.rounded()))mm"
    }

    package func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {
        if damage.isEmpty { return }
        lock.lock()
        for rect in damage.rects { shadow.copy(rect, to: front) }
        frame += 1
        let ready = waiters.filter { $0.value.after < frame }
        for id in ready.keys { waiters[id] = nil }
        let now = frame
        lock.unlock()
        for waiter in ready.values { waiter.resume.resume(returning: now) }
    }

    /// How many frames were presented so far.
    package var frameCount: UInt64 { lock.withLock { frame } }

    /// Gives the picture on the glass and the number of its frame to the body, which must not
    /// keep it; the loop's next frame waits meanwhile, so copy and go.
    package func withPicture<Result>(
        _ body: (PixelBuffer, _ frame: UInt64) throws -> Result
    ) rethrows -> Result {
        try lock.withLock { try body(front, frame) }
    }

    /// A copy of the picture on the glass.
    package func snapshot() -> (picture: PixelBuffer, frame: UInt64) {
        let copy = PixelBuffer(size: panel.size)
        return withPicture { picture, frame in
            picture.copy(Rect(panel.size), to: copy)
            return (copy, frame)
        }
    }

    /// Waits for a frame later than this one and returns its number; at once where there is one,
    /// and with the number of the last one when the task is cancelled.
    package func nextFrame(after seen: UInt64) async -> UInt64 {
        let id = UUID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                lock.lock()
                if frame > seen || Task.isCancelled {
                    let now = frame
                    lock.unlock()
                    continuation.resume(returning: now)
                } else {
                    waiters[id] = (seen, continuation)
                    lock.unlock()
                }
            }
        } onCancel: {
            lock.lock()
            let waiter = waiters.removeValue(forKey: id)
            let now = frame
            lock.unlock()
            waiter?.resume.resume(returning: now)
        }
    }
}
