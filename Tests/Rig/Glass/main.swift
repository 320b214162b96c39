import Display
import Geometry
import Glibc
import Touch

// Display and Touch on a real kernel, with nothing of a terminal between them: a picture that is
// known to the pixel, squares drawn into it on request, and every contact said as a line.
//
//     rig-glass DISPLAY DEGREES MIRRORED
//
// Lines: `square X Y WIDTH HEIGHT RRGGBB` and `status`, each answered by a line.

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
