import Drawing
import Face
import Routes
import Wire

/// Encoder of a screen's picture for all who look at it: one encoding a frame, one at a time, and
/// one copy of the pixels whatever their number.
actor SharedPicture {
    /// Returns the picture, unless its number is the given one.
    typealias Source =
        @Sendable (_ known: UInt64?) async throws -> (picture: Picture?, number: UInt64)

    private let source: Source
    private var newest: (number: UInt64, png: [UInt8])?
    private var work: Task<PNGPicture, any Error>?
    /// Number of encodings since the start.
    private(set) var encodedCount = 0

    init(_ source: @escaping Source) { self.source = source }

    /// Newest picture, not older than this call. Throws `PictureError`.
    func png() async throws -> PNGPicture {
        // A picture that is being made may be older than this call.
        while let work { _ = try? await work.value }
        // Forgotten before it ends: one who waits for it would find it again, already done, and wait
        // on for ever without letting anybody else in.
        let task = Task {
            defer { work = nil }
            return try await make()
        }
        work = task
        return try await task.value
    }

    private func make() async throws -> PNGPicture {
        let (picture, number) = try await source(newest?.number)
        if let picture {
            newest = (number, try picture.png())
            encodedCount += 1
        }
        guard let newest else { throw Refusal.unavailable("There is no picture yet.") }
        return PNGPicture(newest.png, frame: number)
    }
}
