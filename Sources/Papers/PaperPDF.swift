package import Drawing
import Geometry

/// Writer of documents as PDF.
package struct PaperPDF {
    private let shaper: TextShaper

    /// Creates a writer. It belongs to one thread, as its shaper does.
    package init(shaper: TextShaper) { self.shaper = shaper }

    /// PDF of a document on A4 sheets. Throws `PictureError` where there is no room for it.
    package func bytes(of paper: Paper) throws(PictureError) -> [UInt8] {
        let layout = PaperLayout(paper, measuring: shaper)
        return try PDFPage.bytes(
            size: PaperLayout.size, dotsPerMillimetre: PaperLayout.dotsPerMillimetre,
            shaper: shaper
        ) { canvas in
            for (index, marks) in layout.sheets.enumerated() {
                if index > 0 { canvas.nextPage() }
                // Shades lie below texts, wherever they come.
                for case .shade(let rect) in marks { canvas.fill(rect, Color(0xF0F0F0)) }
                for mark in marks {
                    switch mark {
                    case .text(let text, let style, let rect):
                        canvas.text(
                            text, style, .black, at: Point(x: rect.x, y: rect.y), width: rect.width)
                    case .rule(let rect): canvas.fill(rect, .black)
                    case .shade: break
                    }
                }
            }
        }
    }
}
