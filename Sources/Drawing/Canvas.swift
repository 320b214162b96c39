import CPango
package import Geometry

/// Drawing surface: pixels of the screen, a picture, or a page of a PDF. One renderer serves them
/// all, so that slip, report and golden image look like the screen. It belongs to one thread.
package final class Canvas {
    package let size: Size
    package let shaper: TextShaper
    let cairo: OpaquePointer
    /// Whether the canvas is a page, which keeps text as text. Pixels draw it as a mask.
    let isPage: Bool
    private let surface: OpaquePointer
    /// Buffer kept alive for the surface that points into it.
    private let pixels: PixelBuffer?
    /// Output of the page, kept alive for the surface.
    private let page: PageBytes?
    private var corners: [Corner: OpaquePointer] = [:]

    private struct Corner: Hashable {
        var radius: Int
    }

    /// Creates a canvas that draws into these pixels.
    package init(pixels: PixelBuffer, shaper: TextShaper) {
        size = pixels.size
        self.shaper = shaper
        self.pixels = pixels
        page = nil
        isPage = false
        surface = cairo_image_surface_create_for_data(
            pixels.bytes.assumingMemoryBound(to: UInt8.self), CAIRO_FORMAT_RGB24,
            Int32(size.width), Int32(size.height), Int32(pixels.bytesPerRow))
        cairo = cairo_create(surface)
        cairo_set_antialias(cairo, CAIRO_ANTIALIAS_GRAY)
    }

    /// Creates a canvas for a page of a PDF. Its unit is a dot of `dotsPerMillimetre`, as on a
    /// printer's head.
    init(pageSize size: Size, dotsPerMillimetre: Double, shaper: TextShaper) {
        self.size = size
        self.shaper = shaper
        pixels = nil
        isPage = true
        let pointsPerDot = 72 / 25.4 / dotsPerMillimetre
        let page = PageBytes()
        self.page = page
        // Not straight to a file, since Cairo does not report a full disk.
        surface = cairo_pdf_surface_create_for_stream(
            { page, data, count in
                guard let page, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<PageBytes>.fromOpaque(page).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(page).toOpaque(), Double(size.width) * pointsPerDot,
            Double(size.height) * pointsPerDot)
        cairo = cairo_create(surface)
        cairo_scale(cairo, pointsPerDot, pointsPerDot)
    }

    deinit {
        for corner in corners.values { cairo_surface_destroy(corner) }
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    /// Ends this page and begins the next one. Pages only.
    package func nextPage() {
        if isPage { cairo_show_page(cairo) }
    }

    /// Ends the page and returns the bytes of the PDF; nil on failure.
    func finish() -> [UInt8]? {
        cairo_show_page(cairo)
        cairo_surface_finish(surface)
        return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? page?.bytes : nil
    }

    /// Clips the drawing of `body` to the rectangle.
    package func clipped(to rect: Rect, _ body: () -> Void) {
        cairo_save(cairo)
        cairo_new_path(cairo)
        addRectangle(rect)
        cairo_clip(cairo)
        body()
        cairo_restore(cairo)
    }

    /// Fills rectangles that do not overlap with one colour.
    func fill(_ rects: [Rect], _ color: Color) {
        setSource(cairo, color)
        cairo_new_path(cairo)
        for rect in rects { addRectangle(rect) }
        cairo_fill(cairo)
    }

    /// Fills a rectangle with one colour and optionally rounded corners.
    package func fill(_ rect: Rect, _ color: Color, radius: Int = 0) {
        if rect.isEmpty { return }
        let radius = min(radius, rect.width / 2, rect.height / 2)
        if radius <= 0 {
            fill([rect], color)
            return
        }
        if isPage {
            setSource(cairo, color)
            cairo_new_path(cairo)
            addRounded(rect, radius)
            cairo_fill(cairo)
            return
        }
        // Plain rectangles and four cached corners are much faster than one rounded path.
        fill(
            [
                rect.insetBy(radius, 0),
                Rect(
                    x: rect.x, y: rect.y + radius, width: radius, height: rect.height - 2 * radius),
                Rect(
                    x: rect.maxX - radius, y: rect.y + radius, width: radius,
                    height: rect.height - 2 * radius),
            ], color)
        fillCorners(of: rect, radius)
    }

    /// Fills a rectangle with a border along its edge. Of the border only the strips and corners are
    /// painted, since the filling covers the rest.
    func fill(_ rect: Rect, _ color: Color, radius: Int, border: Color, borderWidth: Int) {
        let inner = rect.insetBy(borderWidth)
        if inner.isEmpty {
            fill(rect, border, radius: radius)
            return
        }
        let outerRadius = min(radius, rect.width / 2, rect.height / 2)
        let (across, down) = (rect.insetBy(outerRadius, 0), rect.insetBy(0, outerRadius))
        fill(
            [
                Rect(x: across.x, y: rect.y, width: across.width, height: borderWidth),
                Rect(
                    x: across.x, y: rect.maxY - borderWidth, width: across.width,
                    height: borderWidth),
                Rect(x: rect.x, y: down.y, width: borderWidth, height: down.height),
                Rect(
                    x: rect.maxX - borderWidth, y: down.y, width: borderWidth, height: down.height),
            ], border)
        if outerRadius > 0 { fillCorners(of: rect, outerRadius) }
        fill(inner, color, radius: max(0, radius - borderWidth))
    }

    /// Paints the four corners of a rounded rectangle in the current colour.
    private func fillCorners(of rect: Rect, _ radius: Int) {
        let disc = disc(radius: radius)
        for (cornerX, discX) in [(rect.x, 0), (rect.maxX - radius, radius)] {
            for (cornerY, discY) in [(rect.y, 0), (rect.maxY - radius, radius)] {
                cairo_save(cairo)
                cairo_new_path(cairo)
                addRectangle(Rect(x: cornerX, y: cornerY, width: radius, height: radius))
                cairo_clip(cairo)
                cairo_mask_surface(
                    cairo, disc, Double(cornerX - discX), Double(cornerY - discY))
                cairo_restore(cairo)
            }
        }
    }

    /// Draws a text with its upper left corner at `origin`, wrapped at `width` pixels.
    package func text(
        _ text: String, _ style: TextStyle, _ color: Color, at origin: Point, width: Int?
    ) {
        shaper.shape(text, style, width: width)
            .draw(cairo, at: origin, color: color, asGlyphs: isPage)
    }

    /// Draws an icon in the middle of the rectangle, as large as its shorter side.
    package func icon(_ icon: Icon, _ color: Color, in rect: Rect) {
        let shaped = shaper.shape(icon, in: rect)
        shaped.draw(
            cairo,
            at: Point(
                x: rect.midX - shaped.metrics.width / 2,
                y: rect.midY - shaped.metrics.height / 2),
            color: color, asGlyphs: isPage)
    }

    /// Draws a QR symbol in the middle of the rectangle, as large as whole pixels per module allow.
    /// Its quiet zone of four modules lies inside the rectangle and is not painted.
    package func qr(_ code: QRCode, _ color: Color, in rect: Rect) {
        let side = min(rect.width, rect.height)
        let module = max(1, side / (code.modules + 2 * QRCode.quietModules))
        let left = rect.midX - code.modules * module / 2
        let top = rect.midY - code.modules * module / 2
        setSource(cairo, color)
        cairo_new_path(cairo)
        for row in 0..<code.modules {
            var start: Int?
            for column in 0...code.modules {
                if column < code.modules && code[column, row] {
                    start = start ?? column
                } else if let from = start {
                    addRectangle(
                        Rect(
                            x: left + from * module, y: top + row * module,
                            width: (column - from) * module, height: module))
                    start = nil
                }
            }
        }
        cairo_fill(cairo)
    }

    private func addRectangle(_ rect: Rect) {
        cairo_rectangle(
            cairo, Double(rect.x), Double(rect.y), Double(rect.width), Double(rect.height))
    }

    private func addRounded(_ rect: Rect, _ radius: Int) {
        let r = Double(radius)
        let (left, top) = (Double(rect.x), Double(rect.y))
        let (right, bottom) = (Double(rect.maxX), Double(rect.maxY))
        cairo_arc(cairo, right - r, top + r, r, -.pi / 2, 0)
        cairo_arc(cairo, right - r, bottom - r, r, 0, .pi / 2)
        cairo_arc(cairo, left + r, bottom - r, r, .pi / 2, .pi)
        cairo_arc(cairo, left + r, top + r, r, .pi, 3 * .pi / 2)
        cairo_close_path(cairo)
    }

    /// Returns a full disc as a mask. Its quarters are the corners of rounded rectangles.
    private func disc(radius: Int) -> OpaquePointer? {
        if let known = corners[Corner(radius: radius)] { return known }
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_A8, Int32(2 * radius), Int32(2 * radius))
        let pen = cairo_create(surface)
        cairo_arc(pen, Double(radius), Double(radius), Double(radius), 0, 2 * .pi)
        cairo_fill(pen)
        cairo_destroy(pen)
        cairo_surface_flush(surface)
        corners[Corner(radius: radius)] = surface
        return surface
    }
}

/// Output buffer of a PDF.
private final class PageBytes {
    var bytes: [UInt8] = []
}
