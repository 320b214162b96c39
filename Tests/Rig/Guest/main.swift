import Glibc

// Program that the rig runs inside the guest: the agent, panels and keyboards of uinput, receipt
// printers of configfs, and queries of consoles, framebuffers and event nodes.

let words = Array(CommandLine.arguments.dropFirst())
do {
    switch words.first {
    case "agent":
        var agent = try Agent(port: words.dropFirst().first ?? "")
        try agent.run()
    case "panel": try Panel.serve(Array(words.dropFirst()))
    case "keyboard": try Keyboard.serve(Array(words.dropFirst()))
    case "printer": try Printer.serve(Array(words.dropFirst()))
    case "probe": try Probe.serve(words.dropFirst().first ?? "")
    case "console": try Console.answer(Array(words.dropFirst()))
    case "framebuffer": try Framebuffer.describe(words.dropFirst().first ?? "/dev/fb0")
    case "watch": try Watch.events(of: words.dropFirst().first ?? "")
    case "devices": try Watch.list()
    case "supervise": try Supervisor.run(Array(words.dropFirst()))
    case "http": try Http.ask(Array(words.dropFirst()))
    default:
        throw Failure(
            "rig-guest: agent, panel, keyboard, printer, probe, console, framebuffer, watch, "
                + "devices, http, supervise"
        )
    }
} catch {
    try? writeAll(Array("\(error)\n".utf8), to: 2)
    exit(1)
}
