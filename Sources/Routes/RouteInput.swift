package import Wire

/// Value that a caller sends: a body of JSON, or the parameters of a URL.
package protocol RouteInput: Codable, Sendable {
    /// Limits of its own fields, by name.
    static var limits: [String: FieldLimit] { get }
    /// Demands on several of its fields at once.
    static var rules: [FieldRule] { get }
}

extension RouteInput {
    package static var limits: [String: FieldLimit] { [:] }
    package static var rules: [FieldRule] { [] }
}

/// Limit of a field, beside its type.
package enum FieldLimit: Hashable, Sendable {
    case range(ClosedRange<Double>)
    /// Number of characters, counted as JSON Schema does: in Unicode scalars.
    case length(ClosedRange<Int>)
    case words([String])
    case numbers([Int])
    case form(TextForm)

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
    package static var limits: [String: FieldLimit] { ["from": .form(.date), "to": .form(.date)] }
}
extension Wire.DayWish: RouteInput {
    package static var limits: [String: FieldLimit] { ["date": .form(.date)] }
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
    package static var limits: [String: FieldLimit] { ["since": .form(.newsIdentity)] }
}
extension Wire.VoidRequest: RouteInput {
    package static var limits: [String: FieldLimit] { ["reason": .form(.sentence)] }
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
        ["points": .numbers([3, 5]), "device": .length(1...255)]
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
extension Wire.OfficeOrderRequest: RouteInput {
    package static var limits: [String: FieldLimit] {
        ["until": .form(.timeOfDay), "reason": .form(.sentence)]
    }
}
