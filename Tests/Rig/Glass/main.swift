import Display
import Geometry
import Glibc
import Touch

// Program that runs Display and Touch on a real kernel without a terminal: it shows a known
// picture, draws squares into it on request, and prints every contact as a line.
//
// rig-glass DISPLAY DEGREES MIRRORED
//
// Input lines: `square X Y WIDTH HEIGHT RRGGBB` and `status`. Each is answered by a line.

let stateFile = "/run/rig-glass"
if let status = Guardian.guardThisProcess(stateFile: stateFile, report: complain) { exit(status) }
Console.blockSignals()

func complain(_ sentence: String) {
    let line = Array("\(sentence)\n".utf8)
    _ = write(2, line, line.count)
}

let words = CommandLine.arguments.dropFirst()
guard let choice = DisplayChoice(words.first ?? ""),
    let rotation = Orientation.Rotation(rawValue: Int(words.dropFirst().first ?? "") ?? -1)
else {
    complain("rig-glass DISPLAY DEGREES MIRRORED")
    exit(64)
}
do {
    let exhibit = try Exhibit(
        choice, Orientation(rotation: rotation, isMirrored: words.last == "true"))
    try exhibit.run()
} catch {
    complain("\(error)")
    exit(1)
}
