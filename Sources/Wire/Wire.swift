import Foundation

/// What the daemon and its callers say to each other, as JSON over HTTP. Field names are part of
/// the interface: scripts of technicians read them.
public enum Wire {
    public struct Status: Codable, Sendable, Equatable {
        public struct Touch: Codable, Sendable, Equatable {
            public var count: Int
            /// Milliseconds from a touch event to its pixels on the display.
            public var p50Milliseconds: Double?
            public var p99Milliseconds: Double?
            public var maximumMilliseconds: Double?

            public init(
                count: Int, p50Milliseconds: Double?, p99Milliseconds: Double?,
                maximumMilliseconds: Double?
            ) {
                self.count = count
                self.p50Milliseconds = p50Milliseconds
                self.p99Milliseconds = p99Milliseconds
                self.maximumMilliseconds = maximumMilliseconds
            }
        }

        public struct PrinterStatus: Codable, Sendable, Equatable {
            public var summary: String
            public var condition: String
            public var advice: String
            public var warnings: [String]

            public init(summary: String, condition: String, advice: String, warnings: [String]) {
                self.summary = summary
                self.condition = condition
                self.advice = advice
                self.warnings = warnings
            }
        }

        public var version: String
        public var terminal: String
        public var office: String
        public var pid: Int32
        public var uptimeSeconds: Int
        public var time: String
        public var screen: String
        public var opening: String
        public var display: String
        public var page: String?
        public var database: String
        public var settings: String
        public var businessDate: String
        public var issuedToday: Int
        public var waiting: Int
        public var printer: PrinterStatus
        public var touch: Touch
        public var frames: Int
        public var residentKilobytes: Int
        /// What a technician should look at, one sentence each.
        public var problems: [String]

        public init(
            version: String, terminal: String, office: String, pid: Int32, uptimeSeconds: Int,
            time: String, screen: String, opening: String, display: String, page: String?,
            database: String, settings: String, businessDate: String, issuedToday: Int,
            waiting: Int, printer: PrinterStatus, touch: Touch, frames: Int,
            residentKilobytes: Int, problems: [String]
        ) {
            self.version = version
            self.terminal = terminal
            self.office = office
            self.pid = pid
            self.uptimeSeconds = uptimeSeconds
            self.time = time
            self.screen = screen
            self.opening = opening
            self.display = display
            self.page = page
            self.database = database
            self.settings = settings
            self.businessDate = businessDate
            self.issuedToday = issuedToday
            self.waiting = waiting
            self.printer = printer
            self.touch = touch
            self.frames = frames
            self.residentKilobytes = residentKilobytes
            self.problems = problems
        }
    }

    public struct Ticket: Codable, Sendable, Equatable {
        public var id: String
        public var number: String
        public var businessDate: String
        public var service: String
        public var serviceName: String
        public var variant: String?
        public var group: String?
        public var language: String
        public var issuedAt: String
        public var state: String
        public var paper: String
        public var reprints: Int
        public var peopleAhead: Int?

        public init(
            id: String, number: String, businessDate: String, service: String,
            serviceName: String, variant: String?, group: String?, language: String,
            issuedAt: String, state: String, paper: String, reprints: Int, peopleAhead: Int?
        ) {
            self.id = id
            self.number = number
            self.businessDate = businessDate
            self.service = service
            self.serviceName = serviceName
            self.variant = variant
            self.group = group
            self.language = language
            self.issuedAt = issuedAt
            self.state = state
            self.paper = paper
            self.reprints = reprints
            self.peopleAhead = peopleAhead
        }
    }

    public struct ServiceSummary: Codable, Sendable, Equatable {
        public var id: String
        public var prefix: String
        public var name: String
        public var agency: String
        public var checkedOn: String
        public var isSample: Bool
        public var isStale: Bool
        public var waiting: Int

        public init(
            id: String, prefix: String, name: String, agency: String, checkedOn: String,
            isSample: Bool, isStale: Bool, waiting: Int
        ) {
            self.id = id
            self.prefix = prefix
            self.name = name
            self.agency = agency
            self.checkedOn = checkedOn
            self.isSample = isSample
            self.isStale = isStale
            self.waiting = waiting
        }
    }

    public struct ServiceDetail: Codable, Sendable, Equatable {
        public struct Variant: Codable, Sendable, Equatable {
            public var id: String
            public var name: String
            public var requirements: [String]

            public init(id: String, name: String, requirements: [String]) {
                self.id = id
                self.name = name
                self.requirements = requirements
            }
        }

        public var summary: ServiceSummary
        public var variants: [Variant]
        public var procedure: [String]
        public var time: String
        public var cost: String
        public var product: String
        public var complaints: String
        public var legalBasis: [String]
        public var source: String

        public init(
            summary: ServiceSummary, variants: [Variant], procedure: [String], time: String,
            cost: String, product: String, complaints: String, legalBasis: [String],
            source: String
        ) {
            self.summary = summary
            self.variants = variants
            self.procedure = procedure
            self.time = time
            self.cost = cost
            self.product = product
            self.complaints = complaints
            self.legalBasis = legalBasis
            self.source = source
        }
    }

    public struct PrinterLine: Codable, Sendable, Equatable {
        public var queue: String
        public var isOurs: Bool
        public var condition: String
        public var device: String

        public init(queue: String, isOurs: Bool, condition: String, device: String) {
            self.queue = queue
            self.isOurs = isOurs
            self.condition = condition
            self.device = device
        }
    }

    public struct PrintResult: Codable, Sendable, Equatable {
        /// printed, sent, notPrinted, unknown, none
        public var end: String
        public var detail: String?

        public init(end: String, detail: String?) {
            self.end = end
            self.detail = detail
        }
    }

    public struct Survey: Codable, Sendable, Equatable {
        public struct Element: Codable, Sendable, Equatable {
            public var key: String
            public var name: String
            /// Average of the answers, 1.00 to 4.00; nil where nobody answered.
            public var average: Double?

            public init(key: String, name: String, average: Double?) {
                self.key = key
                self.name = name
                self.average = average
            }
        }

        public var from: String
        public var to: String
        public var respondents: Int
        /// "90.56"; nil without respondents (G4).
        public var index: String?
        public var grade: String?
        public var weight: String
        /// From the lowest.
        public var elements: [Element]
        /// How many touched face 1, 2, 3, 4.
        public var express: [Int]
        public var abandoned: Int

        public init(
            from: String, to: String, respondents: Int, index: String?, grade: String?,
            weight: String, elements: [Element], express: [Int], abandoned: Int
        ) {
            self.from = from
            self.to = to
            self.respondents = respondents
            self.index = index
            self.grade = grade
            self.weight = weight
            self.elements = elements
            self.express = express
            self.abandoned = abandoned
        }
    }

    /// What is on the screen, for tests and technicians; nothing of what a visitor typed.
    public struct Screen: Codable, Sendable, Equatable {
        public struct Target: Codable, Sendable, Equatable {
            public var action: String
            public var x: Int
            public var y: Int
            public var width: Int
            public var height: Int
            public var isEnabled: Bool

            public init(
                action: String, x: Int, y: Int, width: Int, height: Int, isEnabled: Bool
            ) {
                self.action = action
                self.x = x
                self.y = y
                self.width = width
                self.height = height
                self.isEnabled = isEnabled
            }
        }

        public var screen: String
        /// Which of a screen's forms it is, such as `failedButValid` of `ticket` and `paperOut` of
        /// `printing`.
        public var form: String?
        public var language: String
        public var page: Int
        public var pageCount: Int
        public var isBusy: Bool
        public var numbers: [String]
        public var targets: [Target]

        public init(
            screen: String, form: String? = nil, language: String, page: Int, pageCount: Int,
            isBusy: Bool, numbers: [String], targets: [Target]
        ) {
            self.screen = screen
            self.form = form
            self.language = language
            self.page = page
            self.pageCount = pageCount
            self.isBusy = isBusy
            self.numbers = numbers
            self.targets = targets
        }
    }

    public struct Tap: Codable, Sendable, Equatable {
        public var x: Int
        public var y: Int
        /// down, up, move, cancel; nil: down and up.
        public var phase: String?

        public init(x: Int, y: Int, phase: String? = nil) {
            self.x = x
            self.y = y
            self.phase = phase
        }
    }

    public struct VoidRequest: Codable, Sendable, Equatable {
        public var reason: String

        public init(reason: String) {
            self.reason = reason
        }
    }

    /// Why a call was refused: one sentence.
    public struct Failure: Codable, Sendable, Equatable, Error {
        public var error: String

        public init(error: String) {
            self.error = error
        }
    }

    /// JSON as all sides write it: stable order, so that it can be compared.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(value)
    }
}
