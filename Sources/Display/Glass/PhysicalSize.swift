import Geometry

/// Size of glass in millimetres.
package struct PhysicalSize: Hashable, Sendable {
    package var width: Double
    package var height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Returns the size that a device reports; nil where it is implausible: none (0 or -1), an
    /// aspect ratio (16x9 mm, 160x90 mm), or a pixel density outside 20 to 800 dots per inch.
    static func plausible(width: Int, height: Int, glass: Size) -> PhysicalSize? {
        let aspectRatios = [(16, 9), (16, 10), (160, 90), (160, 100), (1600, 900)]
        guard width > 0, height > 0, !aspectRatios.contains(where: { $0 == (width, height) }) else {
            return nil
        }
        let across = Double(glass.width) / Double(width) * 25.4
        let down = Double(glass.height) / Double(height) * 25.4
        guard (20...800).contains(across), (20...800).contains(down), abs(across / down - 1) < 0.3
        else { return nil }
        return PhysicalSize(width: Double(width), height: Double(height))
    }
}

extension Panel {
    /// Creates the upright panel on a glass. The technician's size precedes the device's, and 160
    /// dots per inch is the default (T39).
    init(
        transform: PixelTransform, device: PhysicalSize?, override: PhysicalSize?
    ) {
        let size = transform.picture
        if let override {
            self.init(
                size: size, widthMillimetres: override.width, heightMillimetres: override.height)
        } else if let device {
            let isTurned = transform.orientation.rotation.swapsSides
            self.init(
                size: size, widthMillimetres: isTurned ? device.height : device.width,
                heightMillimetres: isTurned ? device.width : device.height)
        } else {
            self.init(size: size)
        }
    }
}
