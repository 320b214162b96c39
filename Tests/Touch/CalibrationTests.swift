import Foundation
import Geometry
import Kernel
import TestSupport
import Testing
import Touch

@Suite("T13 T39 T40 Calibration", .timeLimit(.minutes(5)))
struct CalibrationTests {
    /// Returns touches of a panel that reports `raw` of the marks' positions.
    private func samples(
        _ count: Int, noise: Double = 0, raw: (UnitPoint) -> UnitPoint
    ) -> [CalibrationSample] {
        let marks = CalibrationRun.Layout.targets(in: RawPanel.glass, count: count)
        return marks.enumerated().map { index, mark in
            let target = UnitPoint(
                x: (Double(mark.x) + 0.5) / 4_096, y: (Double(mark.y) + 0.5) / 4_096)
            var place = raw(target)
            place.x += index.isMultiple(of: 2) ? noise : -noise
            return CalibrationSample(raw: place, target: target)
        }
    }

    private func isNear(_ matrix: CalibrationMatrix, _ other: CalibrationMatrix) -> Bool {
        zip(
            [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f],
            [other.a, other.b, other.c, other.d, other.e, other.f]
        ).allSatisfy { abs($0 - $1) < 1e-9 }
    }

    @Test("T40 three or five touches give the matrix", arguments: [3, 5])
    func solve(count: Int) throws {
        let straight = try CalibrationSolver.solve(samples(count) { $0 })
        #expect(isNear(straight, .identity))
        // A resistive panel that is mirrored and has an unused border.
        let wanted = CalibrationMatrix(-1.1, 0.01, 1.05, 0.02, 1.05, -0.03)
        let determinant = wanted.a * wanted.e - wanted.b * wanted.d
        let solved = try CalibrationSolver.solve(
            samples(count) { target in
                let (x, y) = (target.x - wanted.c, target.y - wanted.f)
                return UnitPoint(
                    x: (wanted.e * x - wanted.b * y) / determinant,
                    y: (wanted.a * y - wanted.d * x) / determinant)
            })
        #expect(isNear(solved, wanted))
    }

    @Test("T40 a panel that is turned by a quarter is fine")
    func turned() throws {
        let solved = try CalibrationSolver.solve(
            samples(5) { UnitPoint(x: 1 - $0.y, y: $0.x) })
        #expect(isNear(solved, CalibrationMatrix(0, 1, 0, -1, 0, 1)))
    }

    @Test("T40 touches on one line or one spot are refused")
    func singular() {
        #expect(throws: CalibrationRefusal.singular) {
            try CalibrationSolver.solve(samples(3) { UnitPoint(x: $0.x, y: $0.x) })
        }
        #expect(throws: CalibrationRefusal.singular) {
            try CalibrationSolver.solve(samples(5) { _ in UnitPoint(x: 0.5, y: 0.5) })
        }
        #expect(throws: CalibrationRefusal.wrongCount(2)) {
            try CalibrationSolver.solve(Array(samples(3) { $0 }.prefix(2)))
        }
    }

    @Test("T40 a touch more than 2 % of the screen off is refused, a lesser one is not")
    func residual() throws {
        _ = try CalibrationSolver.solve(samples(5, noise: 0.005) { $0 })
        var far = samples(5) { $0 }
        far[4].raw.x += 0.05
        #expect {
            try CalibrationSolver.solve(far)
        } throws: {
            guard case .residual(let part)? = $0 as? CalibrationRefusal else { return false }
            return part > 0.02 && "\($0)".contains("more than 2 %")
        }
    }

    @Test(
        "T40 axes whose stretch differs by more than 20 % are refused",
        arguments: [(1.15, true), (1.25, false), (0.9, true), (0.8, false)])
    func axes(stretch: Double, isTaken: Bool) {
        let touches = samples(5) { UnitPoint(x: $0.x / stretch, y: $0.y) }
        let solved = try? CalibrationSolver.solve(touches)
        #expect((solved != nil) == isTaken)
        let expected = CalibrationMatrix(stretch, 0, 0, 0, 1, 0)
        #expect((try? CalibrationSolver.solve(touches, expected: expected)) != nil)
    }

    @Test("T40 touches on a small part of the glass are refused")
    func scale() {
        #expect {
            try CalibrationSolver.solve(
                samples(5) { UnitPoint(x: 0.4 + $0.x / 5, y: 0.4 + $0.y / 5) })
        } throws: {
            guard case .scale(let scale)? = $0 as? CalibrationRefusal else { return false }
            return abs(scale - 5) < 1e-6
        }
    }

    @Test("T40 the matrix is written and read as libinput does")
    func text() throws {
        #expect(CalibrationMatrix.identity.description == "1 0 0 0 1 0")
        let matrix = CalibrationMatrix(-1.0625, 0.000_012_6, 1, 0.5, 1.25, -0.03)
        #expect(matrix.description == "-1.0625 1.3e-05 1 0.5 1.25 -0.03")
        let read = try CalibrationMatrix(text: matrix.description)
        #expect(abs(read.b - matrix.b) < 1e-6 && read.a == matrix.a && read.f == matrix.f)
        #expect(try CalibrationMatrix(text: "0 -1 1\n1 0 0") == .init(0, -1, 1, 1, 0, 0))
        for broken in ["", "1 0 0 0 1", "1 0 0 0 1 0 0", "1 0 0 x 1 0", "1 1 0 1 1 0", "nan"] {
            #expect(throws: CalibrationTextError(text: broken)) {
                try CalibrationMatrix(text: broken)
            }
        }
    }

    @Test("T40 a matrix is kept for its device, and a broken file is said and left out")
    func store() throws {
        let folder = try TemporaryFolder("calibration")
        let store = CalibrationStore(folder: folder.file("state"))
        let (panel, other) = (
            DeviceDescription.panel().identity, DeviceDescription.panel("Other").identity
        )
        #expect(store.load(panel).matrix == .identity && store.load(panel).problem == nil)
        let matrix = CalibrationMatrix(0, -1, 1, 1, 0, 0)
        try store.save(matrix, for: panel)
        try store.save(matrix, for: panel)
        #expect(store.load(panel).matrix == matrix && store.load(panel).problem == nil)
        #expect(store.load(other).matrix == .identity)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: store.folder).count == 1)

        try "{\"device\":".write(
            toFile: store.file(for: other), atomically: true, encoding: .utf8)
        #expect(store.load(other).matrix == .identity)
        #expect(store.load(other).problem?.contains(store.file(for: other)) == true)
        let all = store.loadAll()
        #expect(all.matrices == [panel.stableKey: matrix])
        #expect(all.problems.count == 1)
        try store.remove(panel)
        try store.remove(panel)
        #expect(store.load(panel).matrix == .identity)
    }

    @Test("T40 what can't be written is said, and leaves nothing half written")
    func storeFails() throws {
        let folder = try TemporaryFolder("calibration")
        try folder.write("", to: "file")
        let store = CalibrationStore(folder: folder.file("file"))
        #expect(throws: CalibrationStoreError.self) {
            try store.save(.identity, for: DeviceDescription.panel().identity)
        }
        let deep = CalibrationStore(folder: folder.file("a/b"))
        let missing = SystemError(call: "mkdir", path: folder.file("a/b"), code: ENOENT)
        #expect(throws: CalibrationStoreError(missing)) {
            try deep.save(.identity, for: DeviceDescription.panel().identity)
        }
    }

    @Test("T13 C7 in every orientation a touch of a pixel's glass is that pixel of the picture")
    func transform() {
        let glass = Size(width: 1_280, height: 800)
        let range = (
            AxisRange(minimum: 0, maximum: 1_279), AxisRange(minimum: 0, maximum: 799)
        )
        for orientation in Orientation.all {
            let display = PixelTransform(orientation, glass: glass)
            let (right, bottom) = (display.picture.width - 1, display.picture.height - 1)
            var assembler = FrameAssembler(
                abilities: TouchAbilities(
                    wire: .slots(count: 1), x: range.0, y: range.1, hasButton: false))
            for corner in [
                Point(x: 0, y: 0), Point(x: right, y: 0), Point(x: right, y: bottom),
                Point(x: 0, y: bottom), Point(x: 123, y: 456),
            ] {
                let lit = display.glassPoint(corner)
                var contacts: [RawContact] = []
                let events: [Wire] = [
                    .id(1), .x(Int32(lit.x)), .y(Int32(lit.y)), .report, .id(-1), .report,
                ]
                for event in events { assembler.handle(event.at(.zero), into: &contacts) }
                let places = contacts.map { TouchTransform(display).contact($0).position }
                #expect(places == [corner, corner], "\(orientation)")
            }
        }
    }

    @Test("T13 what a calibration puts beside the glass is on its edge")
    func beside() {
        let display = PixelTransform(.upright, glass: RawPanel.glass)
        let raw = UnitPoint(x: 0.9, y: 0.9)
        let far = TouchTransform(display, calibration: CalibrationMatrix(2, 0, 0, 0, 1, -5))
        #expect(far.point(raw) == Point(x: 4_095, y: 0))
        let broken = TouchTransform(
            display, calibration: CalibrationMatrix(.nan, 0, 0, 0, .infinity, 0))
        #expect(broken.point(raw) == Point(x: 0, y: 0))
    }
}
