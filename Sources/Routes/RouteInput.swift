package import Wire

/// Value that a caller sends: a body of JSON, or the parameters of a URL.
package protocol RouteInput: Codable, Sendable {
    /// Limits of its own fields, by name.
    static var limits: [String: FieldLimit] { get }
}

extension RouteInput {
    package static var limits: [String: FieldLimit] { [:] }
}

/// Limit of a field, beside its type.
package enum FieldLimit: Hashable, Sendable {
    case range(ClosedRange<Double>)
    /// Number of characters.
    case length(ClosedRange<Int>)
    case words([String])

    static let name = FieldLimit.length(1...100)
}

/// Input or answer of a route that has none.
package struct Nothing: RouteInput, RouteAnswer {
    package static var form: AnswerForm { .nothing }

    package init() {}
    package init(content: [UInt8]) {}
    package func content() -> [UInt8]? { nil }
}

extension Wire.TicketName: RouteInput {
    package static var limits: [String: FieldLimit] { ["ticket": .name] }
}
extension Wire.ServiceName: RouteInput {
    package static var limits: [String: FieldLimit] { ["service": .name] }
}
extension Wire.QueueWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["service": .name] }
}
extension Wire.ServicesWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["search": .length(0...100)] }
}
extension Wire.SurveySpan: RouteInput {
    package static var limits: [String: FieldLimit] { ["from": .name, "to": .name] }
}
extension Wire.DayWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["date": .name] }
}
extension Wire.PrinterWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["queue": .length(1...127)] }
}
extension Wire.PreviewWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["service": .name, "profile": .name] }
}
extension Wire.PrintsWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["limit": .range(1...1_000)] }
}
extension Wire.IdleWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["seconds": .range(0...600)] }
}
extension Wire.FrameWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["after": .range(0...9e15)] }
}
extension Wire.NewsWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["since": .length(1...40)] }
}
extension Wire.VoidRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["reason": .length(0...500)] }
}
extension Wire.ClockSetReport: RouteInput {
    package static var limits: [String: FieldLimit] { ["before": .range(-1e11...1e11)] }
}
extension Wire.RollRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["metres": .range(1...1_000)] }
}
extension Wire.TouchTrialRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["device": .length(1...255)] }
}
extension Wire.CalibrationRequest: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["points": .range(3...5), "device": .length(1...255)]
    }
}
extension Wire.Tap: RouteInput {
    /// Pixels beside the picture are allowed: a finger may slide off the glass.
    package static var limits: [String: FieldLimit] {
        [
            "x": .range(-32_768...32_767), "y": .range(-32_768...32_767),
            "phase": .words(["down", "move", "up", "cancel"]),
        ]
    }
}
