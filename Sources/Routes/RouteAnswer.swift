import Foundation
package import Wire

/// Value that the daemon answers with.
package protocol RouteAnswer: Sendable {
    static var form: AnswerForm { get }

    /// Reads the content of an answer. Throws where it is of another shape.
    init(content: [UInt8]) throws
    /// Content of the answer; nil: there is none.
    func content() throws -> [UInt8]?
}

/// Form of an answer.
package enum AnswerForm: Sendable {
    case json(Shape)
    case png
    /// Picture, or status 204 where there is none.
    case pngOrNothing
    case pdf
    case html
    /// Stream of server-sent events with data of this shape.
    case events(Shape)
    /// Status 204.
    case nothing

    package var mediaType: String? {
        switch self {
        case .json: "application/json"
        case .png, .pngOrNothing: "image/png"
        case .pdf: "application/pdf"
        case .html: "text/html; charset=utf-8"
        case .events: "text/event-stream"
        case .nothing: nil
        }
    }
}

/// Answer as JSON.
package protocol JSONAnswer: RouteAnswer, Codable {}

extension RouteAnswer where Self: Codable {
    package static var form: AnswerForm { .json(Shape(of: Self.self)) }

    package init(content: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(content))
    }

    package func content() throws -> [UInt8]? { [UInt8](try Wire.encode(self)) }
}

/// Element of an answer that is a list.
package protocol ListedAnswer: Codable, Sendable {}

extension Array: RouteAnswer where Element: ListedAnswer {}

/// Picture as PNG.
package struct PNGPicture: RouteAnswer {
    package static var form: AnswerForm { .png }

    package var png: [UInt8]
    /// Number of the frame, for a page that asks for the next one.
    package var frame: UInt64?

    package init(_ png: [UInt8], frame: UInt64? = nil) {
        self.png = png
        self.frame = frame
    }

    package init(content: [UInt8]) { png = content }

    package func content() -> [UInt8]? { png }
}

/// Picture that may not be there.
extension Optional: RouteAnswer where Wrapped == PNGPicture {
    package static var form: AnswerForm { .pngOrNothing }

    package init(content: [UInt8]) { self = content.isEmpty ? nil : PNGPicture(content: content) }

    package func content() -> [UInt8]? { self?.png }
}

/// Document as PDF.
package struct PDFDocument: RouteAnswer {
    package static var form: AnswerForm { .pdf }

    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package init(content: [UInt8]) { bytes = content }

    package func content() -> [UInt8]? { bytes }
}

/// Web page.
package struct HTMLPage: RouteAnswer {
    package static var form: AnswerForm { .html }

    package var text: String

    package init(_ text: String) { self.text = text }

    package init(content: [UInt8]) { text = String(decoding: content, as: UTF8.self) }

    package func content() -> [UInt8]? { Array(text.utf8) }
}

/// Answer that is a stream of news; it has no value as a whole.
package enum NewsStream: RouteAnswer {
    package static var form: AnswerForm { .events(Shape(of: Wire.News.self)) }

    package init(content: [UInt8]) throws {
        throw Refusal(.failed, "A stream is read piece by piece.")
    }

    package func content() -> [UInt8]? { nil }
}

extension Wire.Status: JSONAnswer {}
extension Wire.Ticket: JSONAnswer, ListedAnswer {}
extension Wire.ServiceDetail: JSONAnswer {}
extension Wire.Survey: JSONAnswer {}
extension Wire.DayReport: JSONAnswer {}
extension Wire.Clock: JSONAnswer {}
extension Wire.ClockAcceptance: JSONAnswer {}
extension Wire.Office: JSONAnswer {}
extension Wire.PrintResult: JSONAnswer {}
extension Wire.QueueReport: JSONAnswer {}
extension Wire.QueueChange: JSONAnswer {}
extension Wire.Paper: JSONAnswer {}
extension Wire.Screen: JSONAnswer {}
extension Wire.Tap: JSONAnswer {}
extension Wire.TouchTrial: JSONAnswer {}
extension Wire.Calibration: JSONAnswer {}
extension Wire.ServiceSummary: ListedAnswer {}
extension Wire.PrinterLine: ListedAnswer {}
extension Wire.Print: ListedAnswer {}
extension Wire.InputDevice: ListedAnswer {}
