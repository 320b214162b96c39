import CPango
package import Geometry

#if canImport(Glibc)
    import Glibc
#endif

/// Error of a picture or page that cannot be read or written.
package struct PictureError: Error, CustomStringConvertible, Equatable {
    package var what: String

    package var description: String { what }
}

extension PixelBuffer {
    /// Returns the picture as the bytes of a PNG file. Throws `PictureError` where memory runs out.
    package func png() throws(PictureError) -> [UInt8] {
        let surface = cairo_image_surface_create_for_data(
            bytes.assumingMemoryBound(to: UInt8.self), CAIRO_FORMAT_RGB24, Int32(size.width),
            Int32(size.height), Int32(bytesPerRow))
        defer { cairo_surface_destroy(surface) }
        var out: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &out) { sink in
            cairo_surface_write_to_png_stream(
                surface,
                { sink, data, count in
                    guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
                    sink.assumingMemoryBound(to: [UInt8].self).pointee
                        .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                    return CAIRO_STATUS_SUCCESS
                }, sink)
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw PictureError(what: "The picture can't be written as PNG: out of memory.")
        }
        return out
    }

    /// Reads a PNG file. Throws `PictureError` with its path where it is none.
    package convenience init(pngFile path: String) throws(PictureError) {
        let surface = cairo_image_surface_create_from_png(path)
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            let data = cairo_image_surface_get_data(surface)
        else { throw PictureError(what: "\(path) is no PNG file that can be read.") }
        self.init(
            size: Size(
                width: Int(cairo_image_surface_get_width(surface)),
                height: Int(cairo_image_surface_get_height(surface))))
        let stride = Int(cairo_image_surface_get_stride(surface))
        for row in 0..<size.height {
            (bytes + row * bytesPerRow).copyMemory(
                from: data + row * stride, byteCount: bytesPerRow)
        }
    }
}

/// PDF of pages of one size, such as one as wide as a roll of paper and as long as its content.
package enum PDFPage {
    /// Draws the page and writes the file. The unit of the canvas is a dot of the printer's head.
    /// Throws `PictureError` with the path where it cannot be written.
    package static func write(
        to path: String, size: Size, dotsPerMillimetre: Double, shaper: TextShaper,
        _ draw: (Canvas) -> Void
    ) throws(PictureError) {
        let bytes = try bytes(
            size: size, dotsPerMillimetre: dotsPerMillimetre, shaper: shaper, draw)
        guard store(bytes, path) else {
            throw PictureError(
                what: "\(path) can't be written: see that its folder is there and has room.")
        }
    }

    /// Draws pages and returns the file's content. Throws `PictureError` where the memory is full.
    package static func bytes(
        size: Size, dotsPerMillimetre: Double, shaper: TextShaper, _ draw: (Canvas) -> Void
    ) throws(PictureError) -> [UInt8] {
        let canvas = Canvas(
            pageSize: size, dotsPerMillimetre: dotsPerMillimetre, shaper: shaper)
        draw(canvas)
        guard let bytes = canvas.finish() else {
            throw PictureError(what: "The PDF can't be made: there is no memory for it.")
        }
        return bytes
    }

    /// Writes the whole file. Returns false where it cannot be opened or the disk is full.
    private static func store(_ bytes: [UInt8], _ path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if file < 0 { return false }
        var written = 0
        // Each round writes at least one byte, is interrupted by a signal, or ends the loop.
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            written += count
        }
        // A network file system may report a full disk only here.
        return close(file) == 0 && written == bytes.count
    }
}
