import Face
import Geometry
import Touch
import Wire

extension Wire.TouchTrial {
    init(_ report: TrialReport) {
        let (trial, layout) = (report.trial, report.trial.layout)
        self.init(
            id: report.id,
            device: report.device.map { "\($0.name) \($0.vendorProduct)" } ?? "page",
            state: .running, columns: layout.columns, rows: layout.rows,
            missing: trial.missing.map {
                Field(column: $0 % layout.columns + 1, row: $0 / layout.columns + 1)
            },
            touchCount: trial.touchCount, mostFingers: trial.mostFingers,
            touches: trial.touches.map {
                Touch(
                    number: $0.number, finger: $0.finger, phase: $0.phase.rawValue,
                    x: $0.position.x, y: $0.position.y)
            })
        switch trial.ending {
        case nil: break
        case .done: state = .done
        case .timedOut: state = .timedOut
        case .cancelled:
            state = .cancelled
            problem = "The trial was ended, since \(report.loss?.rawValue ?? "it was given up")."
        }
    }
}
