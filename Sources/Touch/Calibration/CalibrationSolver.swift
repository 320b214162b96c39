/// Touch and the mark that it was meant for.
package struct CalibrationSample: Hashable, Sendable {
    /// Position reported by the device, before calibration.
    package var raw: UnitPoint
    /// Position of the mark on the glass, before the display's rotation.
    package var target: UnitPoint

    package init(raw: UnitPoint, target: UnitPoint) {
        self.raw = raw
        self.target = target
    }
}

/// Reason to refuse a calibration (T40).
package enum CalibrationRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongCount(Int)
    /// The touches lie on one line or one spot.
    case singular
    /// The touches fit no affine map. The value is the largest error as a fraction of the screen.
    case residual(Double)
    /// One axis is stretched more than the other. The value is their ratio.
    case axesDiffer(Double)
    /// The touches cover more or less glass than there is. The value is the stretch.
    case scale(Double)

    package var description: String {
        switch self {
        case .wrongCount(let count):
            "\(count) points do not make a calibration; touch 3 or 5 marks."
        case .singular:
            "The touches lie on one line, so nothing can be told from them; touch each mark in "
                + "its middle."
        case .residual(let part):
            "A touch was \(Self.percent(part)) % of the screen beside its mark, more than 2 %; "
                + "touch each mark in its middle, one finger, glove off."
        case .axesDiffer(let ratio):
            "One axis would be stretched \(Self.percent(ratio - 1)) % more than the other, more "
                + "than 20 %; touch the marks again, in their order."
        case .scale(let scale):
            "The touches would be stretched \(Self.percent(scale)) %, which is not this screen; "
                + "touch the marks again, in their order."
        }
    }

    private static func percent(_ part: Double) -> String {
        part.isFinite && part < 1e9 ? String((part * 1_000).rounded() / 10) : "endless"
    }
}

/// Least-squares fit of three or five touches (T40).
package enum CalibrationSolver {
    /// Maximum error of a touch, as a fraction of the screen.
    package static let maximumResidual = 0.02
    /// Maximum ratio of the stretches of both axes, relative to the expected ratio.
    package static let maximumAxisRatio = 1.2
    /// Allowed stretch of an axis. Resistive panels leave a border of their range unused, but never
    /// half of it.
    package static let scaleRange = 0.5...2.0
    /// Minimum spread of the touches. Less covers too little of the glass.
    static let minimumSpread = 1e-4

    /// Computes the matrix. `expected` is the matrix of a device of this kind that needs no
    /// correction; the axis ratio is compared with its. Throws `CalibrationRefusal`.
    package static func solve(
        _ samples: [CalibrationSample], expected: CalibrationMatrix = .identity
    ) throws(CalibrationRefusal) -> CalibrationMatrix {
        guard samples.count == 3 || samples.count == 5 else {
            throw .wrongCount(samples.count)
        }
        let matrix = try fit(samples)
        let worst = residual(of: matrix, samples)
        guard worst <= maximumResidual else { throw .residual(worst) }

        let (scaleX, scaleY) = scales(matrix)
        let (expectedX, expectedY) = scales(expected)
        let (stretchX, stretchY) = (scaleX / expectedX, scaleY / expectedY)
        guard stretchX > 0, stretchY > 0, stretchX.isFinite, stretchY.isFinite else {
            throw .singular
        }
        let ratio = max(stretchX / stretchY, stretchY / stretchX)
        guard ratio <= maximumAxisRatio else { throw .axesDiffer(ratio) }
        for stretch in [stretchX, stretchY] where !scaleRange.contains(stretch) {
            throw .scale(stretch)
        }
        return matrix
    }

    /// Returns the largest error of a touch under this matrix, as a fraction of the screen.
    package static func residual(
        of matrix: CalibrationMatrix, _ samples: [CalibrationSample]
    ) -> Double {
        samples.map { matrix.applied(to: $0.raw).distance(to: $0.target) }.max() ?? 0
    }

    /// Returns the length of the glass's width along each axis of the picture.
    private static func scales(_ matrix: CalibrationMatrix) -> (Double, Double) {
        (
            (matrix.a * matrix.a + matrix.b * matrix.b).squareRoot(),
            (matrix.d * matrix.d + matrix.e * matrix.e).squareRoot()
        )
    }

    /// Fits each axis around the mean of the touches, which leaves two unknowns and an offset.
    private static func fit(
        _ samples: [CalibrationSample]
    ) throws(CalibrationRefusal) -> CalibrationMatrix {
        let count = Double(samples.count)
        func mean(_ value: (CalibrationSample) -> Double) -> Double {
            samples.reduce(0) { $0 + value($1) } / count
        }
        let (rawX, rawY) = (mean { $0.raw.x }, mean { $0.raw.y })
        let (targetX, targetY) = (mean { $0.target.x }, mean { $0.target.y })
        func product(
            _ first: (CalibrationSample) -> Double, _ second: (CalibrationSample) -> Double
        ) -> Double {
            mean { first($0) * second($0) }
        }
        let x = { (sample: CalibrationSample) in sample.raw.x - rawX }
        let y = { (sample: CalibrationSample) in sample.raw.y - rawY }
        let (xx, xy, yy) = (product(x, x), product(x, y), product(y, y))
        let determinant = xx * yy - xy * xy
        // Relative to the spread, so that a line counts as one at any length.
        guard determinant.isFinite, xx + yy > minimumSpread,
            determinant > minimumSpread * (xx + yy) * (xx + yy)
        else { throw .singular }
        func line(_ target: @escaping (CalibrationSample) -> Double) -> (Double, Double) {
            let (xt, yt) = (product(x, target), product(y, target))
            return ((xt * yy - yt * xy) / determinant, (yt * xx - xt * xy) / determinant)
        }
        let (a, b) = line { $0.target.x - targetX }
        let (d, e) = line { $0.target.y - targetY }
        return CalibrationMatrix(
            a, b, targetX - a * rawX - b * rawY, d, e, targetY - d * rawX - e * rawY)
    }
}
