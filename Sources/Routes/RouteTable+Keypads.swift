package import Wire

/// Routes of the counters' keypads, and of the tones that answer them.
extension RouteTable {
    package static let keypads = Route<Nothing, Nothing, [Wire.Keypad]>(
        .get, "/v1/keypads", "keypadList", right: .look,
        summary: "Keypads that are there or bound, and their counters.",
        refusals: [.unavailable: "The file of the bindings can't be read."])

    package static let keypadBinding = Route<Nothing, Nothing, Wire.KeypadBinding>(
        .get, "/v1/keypads/bind", "keypadBindShow", right: .look,
        summary: "Binding of a keypad that is under way, or the last one.",
        refusals: [.notFound: "No keypad was bound since the daemon started."])

    package static let bindKeypad = Route<Nothing, Wire.KeypadBindRequest, Wire.KeypadBinding>(
        .post, "/v1/keypads/bind", "keypadBind", right: .service,
        summary:
            "Binds the keypad on which the next key is pressed, within a minute, to a counter.",
        refusals: [
            .notFound: "There is no such counter.",
            .conflict: "This terminal reads no devices.",
            .unavailable: "The file of the bindings can't be read.",
        ])

    package static let unbindKeypad = Route<Nothing, Wire.KeypadUnbindRequest, [Wire.Keypad]>(
        .post, "/v1/keypads/unbind", "keypadUnbind", right: .service,
        summary: "Takes the keypads of a counter from it, or the one at a port.",
        refusals: [
            .notFound: "The counter has no such keypad.",
            .unavailable: "The file of the bindings can't be read or written.",
        ])

    package static let keypadChart = Route<Wire.ChartWish, Nothing, PNGPicture>(
        .get, "/v1/keypads/chart.png", "keypadChart", right: .look,
        summary: "Chart of a keypad's keys as a picture, without printing it.",
        refusals: [.notFound: "There is no such counter, language or printer profile."])

    package static let printKeypadChart = Route<Nothing, Wire.ChartRequest, Wire.PrintResult>(
        .post, "/v1/keypads/chart", "keypadChartPrint", right: .service,
        patienceSeconds: printPatienceSeconds,
        summary: "Prints the chart of a keypad's keys as a sticker, and waits for the end.",
        refusals: [
            .notFound: "There is no such counter or language.",
            .conflict: "There is no printer.",
        ])

    package static let sound = Route<Nothing, Nothing, Wire.Sound>(
        .get, "/v1/sound", "soundShow", right: .look,
        summary: "Sound device, and the tones with their meanings.")

    package static let soundTest = Route<Nothing, Wire.SoundTestRequest, Wire.SoundTone>(
        .post, "/v1/sound/test", "soundTest", right: .service,
        summary: "Plays a tone and waits for its end.",
        refusals: [
            .conflict: "Sound is off, or its device is not there or does not answer."
        ])

    static let keypad: [RouteFacts] = [
        keypads.facts, keypadBinding.facts, bindKeypad.facts, unbindKeypad.facts,
        keypadChart.facts, printKeypadChart.facts, sound.facts, soundTest.facts,
    ]
}

extension Wire.KeypadBindRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["counter": .name] }
}
extension Wire.KeypadUnbindRequest: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["counter": .name, "port": .length(0...255)]
    }
}
extension Wire.ChartWish: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["counter": .name, "language": .name, "profile": .name]
    }
}
extension Wire.ChartRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["counter": .name, "language": .name] }
}
extension Wire.SoundTestRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["tone": .words(Wire.tones)] }
}

extension Wire.Keypad: ListedAnswer {}
extension Wire.KeypadBinding: JSONAnswer {}
extension Wire.Sound: JSONAnswer {}
extension Wire.SoundTone: JSONAnswer {}
