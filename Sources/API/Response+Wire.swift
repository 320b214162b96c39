import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Routes
import Wire

extension Response {
    /// Response with the answer of a route.
    init<Answer: RouteAnswer>(_ answer: Answer) throws {
        guard let type = Answer.form.mediaType, let content = try answer.content() else {
            self.init(status: .noContent)
            return
        }
        self.init(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: content)))
        // The number of the picture, for a page that asks for the next one.
        if let frame = (answer as? PNGPicture)?.frame, let name = HTTPField.Name("X-Frame") {
            headers[name] = String(frame)
        }
    }

    /// Response with a refusal. This is the one place where refusals become HTTP.
    init(_ refusal: Refusal, allowing methods: [RouteFacts.Method] = []) {
        let content = (try? Wire.encode(Wire.Failure(refusal))) ?? Data()
        self.init(
            status: HTTPResponse.Status(code: refusal.code.status),
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: content)))
        if !methods.isEmpty {
            headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
        }
    }
}
