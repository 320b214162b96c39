/// What a finger touched, and what it was asked to touch.
package struct CalibrationSample: Hashable, Sendable {
    /// As the device says it, before any calibration.
    package var raw: UnitPoint
    /// Where the mark was, on the glass before the display's turn.
    package var target: UnitPoint

    package init(raw: UnitPoint, target: UnitPoint) {
        self.raw = raw
        self.target = target
    }
}

/// Why a calibration is not taken (T40).
package enum CalibrationRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongCount(Int)
    /// The touches lie on one line or on one spot.
    case singular
    /// The touches do not fit one turn, stretch and shift: how far the worst is off, as a part of
    /// the screen.
    case residual(Double)
    /// One axis is stretched more than the other: their ratio.
    case axesDiffer(Double)
    /// The touches cover more or less glass than there is: the stretch.
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

/// Least squares over three or five touches (T40).
package enum CalibrationSolver {
    /// The worst touch may be this far off, as a part of the screen.
    package static let maximumResidual = 0.02
    /// One axis may be stretched this much more than the other, against what is expected.
    package static let maximumAxisRatio = 1.2
    /// Resistive panels leave a border of their range unused, but none half of it.
    package static let scaleRange = 0.5...2.0
    /// Below this the touches cover too little of the glass.
    static let minimumSpread = 1e-4

    /// `expected` is the matrix of a device of this kind that needs no correction: its axes'
    /// ratio is what the new one's is compared with.
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

    /// How far the worst touch is off under this matrix, as a part of the screen.
    package static func residual(
        of matrix: CalibrationMatrix, _ samples: [CalibrationSample]
    ) -> Double {
        samples.map { matrix.applied(to: $0.raw).distance(to: $0.target) }.max() ?? 0
    }

    /// How far a whole width of the glass goes along each axis of the picture.
    private static func scales(_ matrix: CalibrationMatrix) -> (Double, Double) {
        (
            (matrix.a * matrix.a + matrix.b * matrix.b).squareRoot(),
            (matrix.d * matrix.d + matrix.e * matrix.e).squareRoot()
        )
    }

    /// Around the touches' middle the three unknowns of an axis become two and a shift.
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
        // Against the spread of the touches, so that a line is one however long it is.
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
