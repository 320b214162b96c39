/// Queue of bytes for the printer. It knows which belong to the document and which have left.
struct Outbox: Sendable {
    struct Piece: Sendable {
        var bytes: ArraySlice<UInt8>
        var isDocument: Bool
    }

    private var pieces: [Piece] = []
    /// Number of bytes of the first piece that have left.
    private var frontWritten = 0
    /// Number of bytes ever appended.
    private(set) var enqueued = 0
    private(set) var written = 0
    private(set) var documentBytesWritten = 0

    var isEmpty: Bool { pieces.isEmpty }
    var front: ArraySlice<UInt8> { pieces.first?.bytes ?? [] }

    var isDocumentNext: Bool { pieces.first?.isDocument == true }

    mutating func append(_ bytes: ArraySlice<UInt8>, isDocument: Bool) {
        guard !bytes.isEmpty else { return }
        pieces.append(Piece(bytes: bytes, isDocument: isDocument))
        enqueued += bytes.count
    }

    mutating func wrote(_ count: Int) {
        var rest = count
        while rest > 0, var piece = pieces.first {
            let taken = min(rest, piece.bytes.count)
            piece.bytes = piece.bytes.dropFirst(taken)
            if piece.isDocument { documentBytesWritten += taken }
            written += taken
            frontWritten += taken
            rest -= taken
            if piece.bytes.isEmpty {
                pieces.removeFirst()
                frontWritten = 0
            } else {
                pieces[0] = piece
            }
        }
    }

    /// Removes everything that has not left, except the rest of a command that has begun.
    /// `boundary` returns the end of the command at an index of the document.
    mutating func cut(boundary: (_ start: Int, _ index: Int) -> Int) {
        var kept: [Piece] = []
        if var piece = pieces.first, frontWritten > 0 {
            if piece.isDocument {
                // Slices of the document keep its indices.
                let index = piece.bytes.startIndex
                let end = boundary(index - frontWritten, index)
                piece.bytes = piece.bytes[index..<min(max(index, end), piece.bytes.endIndex)]
            }
            if !piece.bytes.isEmpty { kept = [piece] }
        }
        pieces = kept
        if kept.isEmpty { frontWritten = 0 }
        enqueued = written + (kept.first?.bytes.count ?? 0)
    }
}
