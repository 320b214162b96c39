import Routes
import Terminal
import Wire

/// Handlers of the counters' keypads and of their tones.
extension ControlAPI {
    var keypadHandlers: [Handler] {
        let pads = terminal.control.pads
        return [
            Handler(RouteTable.keypads) { _ in try await pads.list() },
            Handler(RouteTable.keypadBinding) { _ in try pads.binding() },
            Handler(RouteTable.bindKeypad) { try await pads.bind($0.body, by: $0.caller) },
            Handler(RouteTable.unbindKeypad) { try await pads.unbind($0.body, by: $0.caller) },
            Handler(RouteTable.keypadChart) { PNGPicture(try await pads.chart($0.query)) },
            Handler(RouteTable.printKeypadChart) {
                Wire.PrintResult(try await pads.printChart($0.body))
            },
            Handler(RouteTable.sound) { _ in await pads.sound() },
            Handler(RouteTable.soundTest) { try await pads.playTone($0.body) },
        ]
    }
}
