import Drawing
import Geometry

/// Slips on sheets of cut paper. A single one has the sheet's whole width; those of one visit stand
/// beside and below one another, with lines to cut along.
struct SlipSheets {
    /// Slip, or a piece of one that is longer than a column.
    private struct Piece {
        var slip: Slip
        var place: Point
        var height: Int
        /// Whether another piece is above it in its column.
        var isBelowAnother: Bool
    }

    /// Minimum width of a column. In narrower ones a line of a slip breaks after every other word.
    private static let leastColumnMillimetres = 80.0
    private static let gutterMillimetres = 8.0

    /// Returns the distance between two slips in dots.
    static func gutter(_ dotsPerMillimetre: Double) -> Int {
        Int(gutterMillimetres * dotsPerMillimetre)
    }

    private var sheets: [[Piece]] = []
    private let picture: SlipPicture
    private let size: Size
    private let margin: Int
    private let columns: Int
    private let gutter: Int

    /// Arranges the slips. `size` and `margin` are in dots.
    init(
        _ slips: [Slip], size: Size, margin: Int, dotsPerMillimetre: Double, shaper: TextShaper
    ) {
        self.size = size
        self.margin = margin
        gutter = Self.gutter(dotsPerMillimetre)
        let inner = size.width - 2 * margin
        let least = Int(Self.leastColumnMillimetres * dotsPerMillimetre)
        columns = slips.count == 1 ? 1 : max(1, (inner + gutter) / (least + gutter))
        picture = SlipPicture(
            widthDots: (inner - (columns - 1) * gutter) / columns,
            dotsPerMillimetre: dotsPerMillimetre, marginMillimetres: 0, shaper: shaper)
        place(slips)
    }

    /// Number of sheets, at least 1.
    var count: Int { sheets.count }

    private mutating func place(_ slips: [Slip]) {
        var column = 0
        var y = 0
        sheets = [[]]
        for piece in slips.flatMap(pieces) {
            if y > 0, y + piece.height > length {
                (column, y) = (column + 1, 0)
            }
            if column == columns {
                sheets.append([])
                column = 0
            }
            let x = margin + column * (picture.inner + gutter)
            sheets[sheets.count - 1].append(
                Piece(
                    slip: piece.slip, place: Point(x: x, y: margin + y), height: piece.height,
                    isBelowAnother: y > 0))
            y += piece.height + gutter
        }
    }

    /// Length of a column in dots.
    private var length: Int { size.height - 2 * margin }

    /// Splits a slip between blocks. A block longer than a column has one of its own.
    private func pieces(of slip: Slip) -> [(slip: Slip, height: Int)] {
        var pieces: [(slip: Slip, height: Int)] = []
        var blocks: [Slip.Block] = []
        var y = 0
        for block in slip.blocks {
            let height = picture.height(block) + picture.gap
            if y + height > length, !blocks.isEmpty {
                pieces.append((Slip(blocks: blocks), y))
                (blocks, y) = ([], 0)
            }
            blocks.append(block)
            y += height
        }
        return pieces + [(Slip(blocks: blocks), y)]
    }

    /// Draws all sheets, one per page.
    func draw(on canvas: Canvas) {
        for (index, pieces) in sheets.enumerated() {
            if index > 0 { canvas.nextPage() }
            for piece in pieces {
                picture.draw(piece.slip, on: canvas, at: piece.place)
                if piece.isBelowAnother {
                    dash(
                        canvas,
                        Rect(
                            x: piece.place.x, y: piece.place.y - gutter / 2, width: picture.inner,
                            height: picture.hairline))
                }
            }
            for column in 1..<max(1, columns) where pieces.contains(where: { $0.place.x > margin })
            {
                let x = margin + column * (picture.inner + gutter) - gutter / 2
                dash(canvas, Rect(x: x, y: margin, width: picture.hairline, height: length))
            }
        }
    }

    /// Draws a line to cut along.
    private func dash(_ canvas: Canvas, _ line: Rect) {
        let step = gutter / 2
        let isUpright = line.height > line.width
        for start in stride(from: 0, to: max(line.width, line.height), by: step) {
            canvas.fill(
                isUpright
                    ? Rect(x: line.x, y: line.y + start, width: line.width, height: step / 2)
                    : Rect(x: line.x + start, y: line.y, width: step / 2, height: line.height),
                .black)
        }
    }
}
