import Display
import Geometry

extension KioskSettings {
    mutating func readDevices(_ map: YAMLMap) {
        if let part = map.map("display") { readDisplay(part) }
        if let part = map.map("touch") { readTouch(part) }
        for part in map.maps("keyboards") {
            var keyboard = KeyboardSettings()
            keyboard.role = part.word("role", KeyboardSettings.Role.self) ?? keyboard.role
            if !part.has("role") { _ = part.required("role") }
            keyboard.match = Self.readMatch(part)
            part.finish()
            keyboards.append(keyboard)
        }
    }

    private mutating func readDisplay(_ part: YAMLMap) {
        if let text = part.string("backend") {
            if let choice = DisplayChoice(text) {
                display.backend = choice
            } else {
                part.problems.add(
                    part.value("backend"), part.field("backend"),
                    "'\(text)' \(DisplayChoice.usage)")
            }
        }
        let degrees = part.int("rotation", in: 0...270) ?? 0
        if let rotation = Orientation.Rotation(rawValue: degrees) {
            display.orientation.rotation = rotation
        } else {
            part.problems.add(
                part.value("rotation"), part.field("rotation"),
                "'\(degrees)' must be 0, 90, 180 or 270: degrees clockwise by which the picture is "
                    + "turned")
        }
        display.orientation.isMirrored = part.bool("mirror") ?? false
        display.forcesRefresh = part.bool("forceRefresh") ?? false
        display.dimAfterSeconds =
            part.int("dimAfterSeconds", in: 0...86_400) ?? display.dimAfterSeconds
        display.darkAfterSeconds =
            part.int("darkAfterSeconds", in: 0...86_400) ?? display.darkAfterSeconds
        display.switchesOff = part.bool("switchOff") ?? display.switchesOff
        display.screenKeyboard =
            part.word("screenKeyboard", ScreenKeyboard.self) ?? display.screenKeyboard
        display.console = part.int("console", in: 1...63)
        readPanel(part)
        part.finish()
    }

    private mutating func readPanel(_ part: YAMLMap) {
        let width = part.int("width", in: 320...7680)
        let height = part.int("height", in: 240...7680)
        let size = Size(
            width: width ?? display.panel.size.width,
            height: height ?? display.panel.size.height)
        let fallback = size == display.panel.size ? display.panel : Panel(size: size)
        let across = part.double("widthMillimetres", in: 50...3000)
        let down = part.double("heightMillimetres", in: 50...3000)
        display.panel = Panel(
            size: size, widthMillimetres: across ?? fallback.widthMillimetres,
            heightMillimetres: down ?? fallback.heightMillimetres)
        display.hasMillimetres = across != nil && down != nil
    }

    private mutating func readTouch(_ part: YAMLMap) {
        touch.slopMillimetres =
            part.double("slopMillimetres", in: 0...30) ?? touch.slopMillimetres
        touch.debounceMilliseconds =
            part.int("debounceMilliseconds", in: 0...1000) ?? touch.debounceMilliseconds
        touch.debounceMillimetres =
            part.double("debounceMillimetres", in: 0...20) ?? touch.debounceMillimetres
        touch.grabs = part.bool("grab") ?? touch.grabs
        touch.minimumSamples = part.int("minimumSamples", in: 1...10) ?? touch.minimumSamples
        if let device = part.map("device") {
            touch.device = Self.readMatch(device)
            device.finish()
        }
        part.finish()
    }

    /// At least one of them has to be said, or every device would fit.
    private static func readMatch(_ part: YAMLMap) -> InputMatch {
        let match = InputMatch(
            name: part.string("name"), vendorProduct: part.string("vendorProduct"),
            physicalPath: part.string("physicalPath"), unique: part.string("unique"))
        if match == InputMatch() { _ = part.required("name") }
        return match
    }
}
