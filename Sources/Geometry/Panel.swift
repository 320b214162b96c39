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

    /// Least size of the glass, in millimetres, on which K1 is shown to hold. The width is that of ten
    /// keys of 14 mm with 2 mm between them and margins of 4 mm, and of the helps, which stand beside the
    /// keys on glass that lies and below them on upright glass. The height is that of the small reference
    /// panel.
    package static let leastLying = (width: 201.0, height: 136.0)
    package static let leastUpright = (width: 166.0, height: 172.0)

    /// Height on which screens are laid out: its pixels are as high as they are wide.
    private var usedHeightMillimetres: Double {
        min(heightMillimetres, Double(size.height) / pixelsPerMillimetre)
    }

    /// Whether buttons and keys may lie closer together than K1 allows.
    package var isTooSmall: Bool {
        let least = size.isPortrait ? Self.leastUpright : Self.leastLying
        // Half a millimetre is less than the error with which panels tell their size.
        return widthMillimetres < least.width - 0.5 || usedHeightMillimetres < least.height - 0.5
    }

    /// Sentence about glass that is too small (X12); nil: it is large enough.
    package var sizeAdvice: String? {
        if !isTooSmall { return nil }
        func whole(_ millimetres: Double) -> Int { Int(millimetres.rounded()) }
        func text(_ width: Double, _ height: Double) -> String {
            "\(whole(width)) x \(whole(height)) mm"
        }
        return text(widthMillimetres, usedHeightMillimetres) + " is too small: "
            + "keys are narrower than a thumb and texts may lie under buttons; the least size "
            + "is \(text(Self.leastLying.width, Self.leastLying.height)), or "
            + "\(text(Self.leastUpright.width, Self.leastUpright.height)) upright"
    }

    /// Reference panel of the project with a small glass (L9).
    package static let small = Panel(
        size: Size(width: 1280, height: 800), widthMillimetres: 217, heightMillimetres: 136)
    package static let large = Panel(
        size: Size(width: 1920, height: 1080), widthMillimetres: 476, heightMillimetres: 268)
    package static let portrait = Panel(
        size: Size(width: 1080, height: 1920), widthMillimetres: 268, heightMillimetres: 476)
}
