/// Refusal of a question or an order: why, as a code for programs and as a sentence for people that
/// says what, where and what to do.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Kind of a refusal. It is the one source of HTTP statuses and of exit codes.
    package enum Code: String, Codable, CaseIterable, Sendable {
        /// A field of the request has a wrong value, or none.
        case invalid
        /// The caller lacks the right.
        case forbidden
        /// The thing asked for does not exist.
        case notFound
        /// The path exists, but not with this method.
        case wrongMethod
        /// The awaited state did not come in time.
        case notInTime
        /// The present state does not permit the order.
        case conflict
        /// The office is closed for the order.
        case closed
        case tooLarge
        /// Too many callers do this at once.
        case tooMany
        /// The daemon has a fault of its own.
        case failed
        /// A service that the daemon needs gives no answer.
        case noService
        /// The terminal can't do it for now.
        case unavailable
        /// The terminal shows its fault screen and can do nothing else.
        case atFault

        /// Status of HTTP.
        package var status: Int {
            switch self {
            case .invalid: 400
            case .forbidden: 403
            case .notFound: 404
            case .wrongMethod: 405
            case .notInTime: 408
            case .conflict, .closed: 409
            case .tooLarge: 413
            case .tooMany: 429
            case .failed: 500
            case .noService: 502
            case .unavailable, .atFault: 503
            }
        }

        package var exitStatus: ExitStatus {
            switch self {
            case .invalid, .forbidden, .notFound, .wrongMethod, .conflict, .closed, .tooLarge,
                .tooMany, .unavailable, .atFault:
                .refused
            case .notInTime: .notInTime
            case .failed: .broken
            case .noService: .noAnswer
            }
        }

        /// Sentence for an answer that brings none.
        package var sentence: String {
            switch self {
            case .invalid: "The request is wrong."
            case .forbidden: "The caller has no right to this."
            case .notFound: "There is no such thing."
            case .wrongMethod: "This path has another method."
            case .notInTime: "The terminal was still busy when the time was up."
            case .conflict: "The terminal's present state does not permit this."
            case .closed: "The office is closed."
            case .tooLarge: "The request is too large."
            case .tooMany: "Too many callers do this at once: try again later."
            case .failed: "The daemon has a fault: see its log (journalctl -u loketd)."
            case .noService: "A service that the daemon needs does not answer."
            case .unavailable: "The terminal can't do this for now: see loket status."
            case .atFault: "The terminal shows its fault screen: see loket status."
            }
        }

        /// Code of an answer that has a status and nothing else.
        package init(status: Int) {
            self =
                Self.allCases.first { $0.status == status }
                ?? (status < 500 ? .invalid : .failed)
        }
    }

    package var code: Code
    package var description: String
    /// Path of the wrong field, such as `metres`; nil where no single field is to blame.
    package var field: String?

    package init(_ code: Code, _ sentence: String, field: String? = nil) {
        self.code = code
        description = sentence
        self.field = field
    }

    package static func invalid(_ field: String, _ sentence: String) -> Refusal {
        Refusal(.invalid, sentence, field: field)
    }

    package static func notFound(_ sentence: String) -> Refusal { Refusal(.notFound, sentence) }

    package static func conflict(_ sentence: String) -> Refusal { Refusal(.conflict, sentence) }

    package static func unavailable(_ sentence: String) -> Refusal {
        Refusal(.unavailable, sentence)
    }
}

extension Wire {
    /// Shape of every error in an answer.
    package struct Failure: Codable, Sendable, Equatable {
        package var code: Refusal.Code
        /// Sentence for a person.
        package var error: String
        /// Path of the wrong field, with `invalid` alone.
        package var field: String?

        package init(_ refusal: Refusal) {
            code = refusal.code
            error = refusal.description
            field = refusal.field
        }

        package var refusal: Refusal { Refusal(code, error, field: field) }
    }
}
