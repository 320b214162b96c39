package import Drawing
package import Geometry

/// Renderer of slips into pictures: for a page, for a preview, and for characters that a printer
/// lacks.
package struct SlipPicture {
    private let shaper: TextShaper
    private let width: Int
    private let dotsPerMillimetre: Double
    private let margin: Int
    /// Length of a page in dots; nil: as long as the slip.
    private var pageHeight: Int?

    /// Creates a renderer for `widthDots` dots across. It belongs to one thread, as its shaper
    /// does.
    package init(
        widthDots: Int, dotsPerMillimetre: Double, marginMillimetres: Double = 2,
        shaper: TextShaper
    ) {
        width = widthDots
        self.dotsPerMillimetre = dotsPerMillimetre
        margin = Int(marginMillimetres * dotsPerMillimetre)
        self.shaper = shaper
    }

    /// Creates a renderer for this printer's paper: its whole width, with the margins that the head
    /// leaves.
    package init(profile: PrinterProfile, shaper: TextShaper) {
        let width = Int((profile.paperMillimetres * profile.dotsPerMillimetre).rounded())
        let marginDots = Double(max(0, width - profile.widthDots)) / 2
        self.init(
            widthDots: width, dotsPerMillimetre: profile.dotsPerMillimetre,
            marginMillimetres: marginDots / profile.dotsPerMillimetre, shaper: shaper)
        pageHeight = profile.pageMillimetres.map { Int($0 * profile.dotsPerMillimetre) }
    }

    /// Returns the length of the slip in dots.
    package func height(of slip: Slip) -> Int {
        slip.blocks.reduce(2 * margin) { $0 + height($1) + gap }
    }

    /// Returns the length of these slips below one another, in dots.
    package func height(of slips: [Slip]) -> Int {
        let gutter = SlipSheets.gutter(dotsPerMillimetre)
        return slips.reduce(2 * margin - gutter) { $0 + height(of: $1) - 2 * margin + gutter }
    }

    /// Returns the slip in black on white.
    package func pixels(of slip: Slip) -> PixelBuffer {
        let size = Size(width: width, height: height(of: slip))
        let pixels = PixelBuffer(size: size)
        let canvas = Canvas(pixels: pixels, shaper: shaper)
        canvas.fill(Rect(size), .white)
        draw(slip, on: canvas, at: Point(x: margin, y: margin))
        return pixels
    }

    /// Writes a PDF of the slips of one visit: as many sheets of the profile's length as needed,
    /// else one page as long as all of them. Returns the number of sheets. Throws `PictureError`.
    @discardableResult
    package func writePDF(of slips: [Slip], to path: String) throws(PictureError) -> Int {
        let size = Size(width: width, height: pageHeight ?? height(of: slips))
        let sheets = SlipSheets(
            slips, size: size, margin: margin, dotsPerMillimetre: dotsPerMillimetre,
            shaper: shaper)
        try PDFPage.write(
            to: path, size: size, dotsPerMillimetre: dotsPerMillimetre, shaper: shaper
        ) { sheets.draw(on: $0) }
        return sheets.count
    }

    /// Returns the length of a block in dots, without the gap below it.
    package func height(_ block: Slip.Block) -> Int {
        switch block {
        case .text(let text, let size, let bold, let centered):
            shaper.measure(text, style(size, bold, centered), width: inner).height
        case .number(let number):
            shaper.measure(number, numberStyle(number), width: inner).height
        case .box(let text, _):
            max(
                boxSide,
                shaper.measure(text, style(.normal, false, false), width: boxTextWidth).height)
        case .rule: hairline
        case .space(let millimetres): mm(millimetres)
        case .qr: qrSide
        }
    }

    /// Returns a QR code as rows of dots, one bit per dot, where `pixels` would draw it. It uses no
    /// canvas: every slip has codes, and filling hundreds of rectangles would be most of its cost.
    func dots(ofCode text: String) -> [UInt8] {
        let bytesPerRow = (width + 7) / 8
        let rows = 2 * margin + qrSide + gap
        var dots = [UInt8](repeating: 0, count: bytesPerRow * rows)
        guard let code = QRCode(text) else { return dots }
        let side = min(inner, qrSide)
        let module = max(1, side / (code.modules + 2 * QRCode.quietModules))
        let frame = Rect(x: margin, y: margin, width: inner, height: qrSide)
        let left = frame.midX - code.modules * module / 2
        let top = frame.midY - code.modules * module / 2
        for row in 0..<code.modules {
            let first = (top + row * module) * bytesPerRow
            for column in 0..<code.modules where code[column, row] {
                for x in left + column * module..<left + (column + 1) * module {
                    dots[first + x / 8] |= 0x80 >> UInt8(x % 8)
                }
            }
            for copy in 1..<module {
                let start = first + copy * bytesPerRow
                dots.replaceSubrange(
                    start..<start + bytesPerRow, with: dots[first..<first + bytesPerRow])
            }
        }
        return dots
    }

    var inner: Int { width - 2 * margin }
    var gap: Int { mm(1) }
    var hairline: Int { mm(0.25) }
    private var boxSide: Int { mm(3.6) }
    private var boxTextWidth: Int { inner - boxSide - mm(2) }
    private var qrSide: Int { min(inner, mm(30)) }

    private func mm(_ millimetres: Double) -> Int {
        max(1, Int((millimetres * dotsPerMillimetre).rounded()))
    }

    private func style(_ size: Slip.Size, _ bold: Bool, _ centered: Bool) -> TextStyle {
        let capMillimetres =
            switch size {
            case .small: 1.9
            case .normal: 2.3
            case .large: 3.6
            }
        return TextStyle(
            size: TextStyle.size(capHeight: capMillimetres * dotsPerMillimetre),
            weight: bold ? .bold : .regular, alignment: centered ? .center : .leading)
    }

    /// Returns the style of the number. It is not bold: rows more than a quarter black overload the
    /// power supplies of cheap printers, which then print pale or restart in mid-slip.
    private func numberStyle(_ number: String) -> TextStyle {
        var style = TextStyle(
            size: TextStyle.size(capHeight: 13 * dotsPerMillimetre), weight: .regular,
            alignment: .center)
        let natural = shaper.measure(number, style, width: nil).width
        let widest = min(inner, mm(46))
        if natural > widest { style.size *= Double(widest) / Double(natural) * 0.98 }
        return style
    }

    /// Draws the slip from this point on, inside its margins.
    func draw(_ slip: Slip, on canvas: Canvas, at place: Point) {
        var y = place.y
        for block in slip.blocks {
            let height = height(block)
            draw(block, on: canvas, Rect(x: place.x, y: y, width: inner, height: height))
            y += height + gap
        }
    }

    private func draw(_ block: Slip.Block, on canvas: Canvas, _ frame: Rect) {
        let origin = Point(x: frame.x, y: frame.y)
        switch block {
        case .text(let text, let size, let bold, let centered):
            canvas.text(text, style(size, bold, centered), .black, at: origin, width: frame.width)
        case .number(let number):
            canvas.text(number, numberStyle(number), .black, at: origin, width: frame.width)
        case .box(let text, let isTicked):
            let box = Rect(x: frame.x, y: frame.y, width: boxSide, height: boxSide)
            let line = mm(0.3)
            canvas.fill(box, .black)
            canvas.fill(box.insetBy(line), .white)
            // An item that the visitor ticked is filled in the middle; the rest is for the pen.
            if isTicked { canvas.fill(box.insetBy(3 * line), .black) }
            canvas.text(
                text, style(.normal, false, false), .black,
                at: Point(x: frame.x + boxSide + mm(2), y: frame.y), width: boxTextWidth)
        case .rule: canvas.fill(frame, .black)
        case .space: break
        case .qr(let text):
            if let code = QRCode(text) { canvas.qr(code, .black, in: frame) }
        }
    }
}
