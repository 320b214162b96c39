import Foundation

/// Affine map from the position that a touchscreen reports to the position on the glass, both 0 to
/// 1: x' = a x + b y + c, y' = d x + e y + f. Same as libinput's LIBINPUT_CALIBRATION_MATRIX (T40).
package struct CalibrationMatrix: Hashable, Sendable {
    package var a, b, c, d, e, f: Double

    package init(
        _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double
    ) {
        (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
    }

    /// Matrix of a touchscreen that needs no correction.
    package static let identity = CalibrationMatrix(1, 0, 0, 0, 1, 0)

    package func applied(to point: UnitPoint) -> UnitPoint {
        UnitPoint(x: a * point.x + b * point.y + c, y: d * point.x + e * point.y + f)
    }

    var values: [Double] { [a, b, c, d, e, f] }
}

// MARK: As text

extension CalibrationMatrix: CustomStringConvertible {
    /// Text for a libinput rule, as `1 0 0 0 1 0`, with up to six decimals.
    package var description: String {
        values.map { value in
            let rounded = (value * 1_000_000).rounded() / 1_000_000
            if rounded == rounded.rounded(), abs(rounded) < 1e15 {
                return String(Int64(rounded))
            }
            return String(rounded)
        }.joined(separator: " ")
    }

    /// Reads what `description` writes. Throws `CalibrationTextError` unless the text is six
    /// numbers whose matrix can be inverted.
    package init(text: String) throws(CalibrationTextError) {
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == "\n" }
        let values = words.compactMap { Double($0) }.filter(\.isFinite)
        guard values.count == words.count, values.count == 6 else {
            throw CalibrationTextError(text: text)
        }
        self.init(values[0], values[1], values[2], values[3], values[4], values[5])
        guard abs(a * e - b * d) > 1e-6 else { throw CalibrationTextError(text: text) }
    }
}

/// Error for text that is no calibration matrix.
package struct CalibrationTextError: Error, Hashable, Sendable, CustomStringConvertible {
    package var text: String

    package init(text: String) {
        self.text = text
    }

    package var description: String {
        "\"\(text.prefix(80))\" is no calibration matrix: write six numbers that do not fold the "
            + "glass into a line, as in \"1 0 0 0 1 0\"."
    }
}
