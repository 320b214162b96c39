/// Panel: pixels and millimetres of glass. All distances of screens and touches are in millimetres
/// (T39) and become pixels only here.
package struct Panel: Hashable, Sendable {
    package var size: Size
    /// Width of the glass in millimetres, more than 0.
    package var widthMillimetres: Double
    /// Height of the glass in millimetres, more than 0.
    package var heightMillimetres: Double

    package init(size: Size, widthMillimetres: Double, heightMillimetres: Double) {
        self.size = size
        self.widthMillimetres = widthMillimetres
        self.heightMillimetres = heightMillimetres
    }

    /// Creates a panel of unknown physical size, taken for 160 dots per inch (T39).
    package init(size: Size) {
        let pixelsPerMillimetre = 160 / 25.4
        self.init(
            size: size, widthMillimetres: Double(size.width) / pixelsPerMillimetre,
            heightMillimetres: Double(size.height) / pixelsPerMillimetre)
    }

    package var pixelsPerMillimetre: Double { Double(size.width) / widthMillimetres }

    /// Returns millimetres as whole pixels, rounded to the nearest, and at least 1 for a positive
    /// length.
    package func pixels(_ millimetres: Double) -> Int {
        millimetres <= 0 ? 0 : max(1, Int((millimetres * pixelsPerMillimetre).rounded()))
    }

    /// Reference panel of the project with a small glass (L9).
    package static let small = Panel(
        size: Size(width: 1280, height: 800), widthMillimetres: 217, heightMillimetres: 136)
    package static let large = Panel(
        size: Size(width: 1920, height: 1080), widthMillimetres: 476, heightMillimetres: 268)
    package static let portrait = Panel(
        size: Size(width: 1080, height: 1920), widthMillimetres: 268, heightMillimetres: 476)
}
