/// A panel: how many pixels, on how many millimetres of glass. All distances of screens and
/// touches are millimetres (T39); pixels are made of them here and nowhere else.
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

    /// A panel that does not say its size is taken for one of 160 dots an inch (T39).
    package init(size: Size) {
        let pixelsPerMillimetre = 160 / 25.4
        self.init(
            size: size, widthMillimetres: Double(size.width) / pixelsPerMillimetre,
            heightMillimetres: Double(size.height) / pixelsPerMillimetre)
    }

    package var pixelsPerMillimetre: Double { Double(size.width) / widthMillimetres }

    /// Millimetres as whole pixels, rounded to the nearest, at least 1 for more than nothing.
    package func pixels(_ millimetres: Double) -> Int {
        millimetres <= 0 ? 0 : max(1, Int((millimetres * pixelsPerMillimetre).rounded()))
    }

    /// The three reference panels of the project (L9).
    package static let small = Panel(
        size: Size(width: 1280, height: 800), widthMillimetres: 217, heightMillimetres: 136)
    package static let large = Panel(
        size: Size(width: 1920, height: 1080), widthMillimetres: 476, heightMillimetres: 268)
    package static let portrait = Panel(
        size: Size(width: 1080, height: 1920), widthMillimetres: 268, heightMillimetres: 476)
}
