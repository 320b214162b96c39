import Foundation
package import Geometry

/// Display in memory, for machines without glass. Other threads can read its picture and wait for
/// the next frame.
package final class MemoryDisplay: DisplayOutput, @unchecked Sendable {
    // `lock` protects `front`, `frame` and `waiters`; the rest never changes.
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

    /// Number of frames presented so far.
    package var frameCount: UInt64 { lock.withLock { frame } }

    /// Passes the picture and the number of its frame to the body, which must not keep it. The
    /// loop's next frame waits meanwhile, so the body should only copy.
    package func withPicture<Result>(
        _ body: (PixelBuffer, _ frame: UInt64) throws -> Result
    ) rethrows -> Result {
        try lock.withLock { try body(front, frame) }
    }

    /// Returns a copy of the picture and the number of its frame.
    package func snapshot() -> (picture: PixelBuffer, frame: UInt64) {
        let copy = PixelBuffer(size: panel.size)
        return withPicture { picture, frame in
            picture.copy(Rect(panel.size), to: copy)
            return (copy, frame)
        }
    }

    /// Waits for a frame later than this one and returns its number. It returns at once where there
    /// is one, and with the last number when the task is cancelled.
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
