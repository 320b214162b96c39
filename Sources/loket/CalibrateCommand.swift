import ArgumentParser
import Foundation
import Kernel
import Routes
import Wire

extension TouchCommand {
    struct CalibrateCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "calibrate",
            abstract: "Has somebody touch marks on the screen, and keeps what comes of it.",
            discussion: """
                The screen shows cross after cross, then Accept and Repeat, which obey the new \
                matrix. 15 s without a touch, or a pulled cable, and the previous one counts; so \
                it does where this command is ended early. Prints the matrix as libinput's \
                LIBINPUT_CALIBRATION_MATRIX has it, and how far the worst touch is off; after \
                three marks that is always 0. Needs the daemon.
                Example: loket touch calibrate --points 5
                """)

        /// Time limit in seconds, longer than any calibration: the daemon ends it after five
        /// minutes.
        static let limit: TimeInterval = 330
        static let pause = Duration.milliseconds(250)

        @OptionGroup var common: CommonOptions
        @Option(help: "How many marks, 3 or 5.") var points = 5
        @Option(help: "The touchscreen, by name, 0eef:0001 or node, where there are several.")
        var device: String?

        func validate() throws {
            guard points == 3 || points == 5 else {
                throw ValidationError("--points must be 3 or 5.")
            }
        }

        func run() throws {
            try common.run {
                let end = try follow(
                    try common.client.call(
                        RouteTable.calibrate,
                        sending: Wire.CalibrationRequest(points: points, device: device)))
                if end.matrix != nil, end.state != .ended {
                    try common.show(end) { $0.text }
                }
                switch end.state {
                case .ended: throw CommandFailure.refused(end.problem ?? "It was ended.")
                case .unstored: throw CommandFailure.broken(end.problem ?? "It is not stored.")
                case .mark, .review, .storing, .stored: break
                }
            }
        }

        /// Prints instructions on standard error until the calibration ends. Returns its last
        /// state.
        private func follow(_ begun: Wire.Calibration) throws -> Wire.Calibration {
            var (now, told) = (begun, "")
            var refusals = 0
            let end = Date(timeIntervalSinceNow: Self.limit)
            while true {
                if now.refusalCount > refusals, let refusal = now.refusal {
                    Console.err("Not taken: \(refusal)")
                    told = ""
                }
                refusals = now.refusalCount
                if now.prompt != told { Console.err(now.prompt) }
                told = now.prompt
                if now.isOver { return now }
                if Date() > end { throw CommandFailure.notIdle }
                Uptime.pause(for: Self.pause)
                now = try common.client.call(RouteTable.calibration)
                guard now.id == begun.id else {
                    throw CommandFailure.refused(
                        "Another calibration was begun: wait for its end, then ask loketd's log.")
                }
            }
        }
    }
}

extension Wire.Calibration {
    /// Instruction for the person at the screen.
    fileprivate var prompt: String {
        switch state {
        case .mark: "Touch mark \(mark ?? 0) of \(points) on the screen."
        case .review: "Touch Accept or Repeat on the screen."
        case .storing, .stored, .unstored: "Accepted."
        case .ended: "Ended."
        }
    }

    fileprivate var text: String {
        let residual = residualPercent.map { "\($0) % of the screen" } ?? "unknown"
        return "device    \(device)\nmatrix    \(matrix ?? "")\nresidual  \(residual)"
    }
}
