import Glibc
import Pos

/// Query of an idle printer, repeated for each line: `state REASON,...`, `silent WHY`, `unreachable
/// WHY`, `forbidden WHY` or `cannot answer`.
enum Probe {
    /// Time limit of one query, equal to that of Cups/IdleProbe.swift.
    private static let limit = Duration.milliseconds(1_500)

    static func serve(_ uri: String) throws {
        let probe = StatusProbe(try DeviceURI(uri), limit: limit)
        while readLine() != nil {
            switch probe.ask() {
            case .state(let status):
                let reasons = status.reasons.joined(separator: ",")
                say("state \(reasons.isEmpty ? "none" : reasons)")
            case .silent(let why): say("silent \(why)")
            case .unreachable(let why): say("unreachable \(why)")
            case .forbidden(let why): say("forbidden \(why)")
            case .cannotAnswer: say("cannot answer")
            }
        }
    }
}
