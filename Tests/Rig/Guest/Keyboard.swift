import CRigKernel
import Glibc

/// Keyboard of uinput, controlled by lines: `press CODE`, `release CODE`, `type CODE ...`, each
/// answered by `ok`.
enum Keyboard {
    /// Words: its name, and the port that it is plugged into.
    static func serve(_ words: [String]) throws {
        let device = try Uinput(
            name: words.first ?? "Rig Keyboard",
            physicalPath: words.dropFirst().first ?? "rig/keyboard", product: 0xCB,
            keys: Array(1...127),
            repeats: true)
        say("ready /dev/input/\(device.node)")
        while let line = readLine() {
            let words = line.split(separator: " ")
            let codes = words.dropFirst().compactMap { Int32($0) }
            switch words.first {
            case "press": try device.send(codes.flatMap { key($0, 1) })
            case "release": try device.send(codes.flatMap { key($0, 0) })
            case "type": try device.send(codes.flatMap { key($0, 1) + key($0, 0) })
            default: throw Failure("no such line: \(line)")
            }
            say("ok")
        }
    }

    private static func key(_ code: Int32, _ value: Int32) -> [Uinput.Event] {
        [.init(EV_KEY, code, value), .init(EV_SYN, SYN_REPORT, 0)]
    }
}
