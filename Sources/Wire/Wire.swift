package import Foundation

/// Messages between the daemon and its callers, as JSON over HTTP. Field names are part of the
/// interface: scripts of technicians read them.
package enum Wire {
    package struct Status: Codable, Sendable, Equatable {
        package struct Touch: Codable, Sendable, Equatable {
            package var count: Int
            /// Median time in milliseconds from a touch event to its pixels on the display.
            package var p50Milliseconds: Double?
            package var p99Milliseconds: Double?
            package var maximumMilliseconds: Double?

            package init(
                count: Int, p50Milliseconds: Double?, p99Milliseconds: Double?,
                maximumMilliseconds: Double?
            ) {
                self.count = count
                self.p50Milliseconds = p50Milliseconds
                self.p99Milliseconds = p99Milliseconds
                self.maximumMilliseconds = maximumMilliseconds
            }
        }

        package struct PrinterStatus: Codable, Sendable, Equatable {
            package var summary: String
            package var condition: String
            package var advice: String
            package var warnings: [String]

            package init(summary: String, condition: String, advice: String, warnings: [String]) {
                self.summary = summary
                self.condition = condition
                self.advice = advice
                self.warnings = warnings
            }
        }

        package var version: String
        package var terminal: String
        package var office: String
        package var pid: Int32
        package var uptimeSeconds: Int
        package var time: String
        package var screen: String
        package var opening: String
        package var display: String
        package var page: String?
        package var database: String
        package var settings: String
        package var businessDate: String
        /// Tickets given on this business date; nil where the database could not be read.
        package var issuedToday: Int?
        /// Tickets that wait; nil where the database could not be read.
        package var waiting: Int?
        package var printer: PrinterStatus
        package var touch: Touch
        package var frames: Int
        package var residentKilobytes: Int
        /// Problems for a technician, one sentence each.
        package var problems: [String]

        package init(
            version: String, terminal: String, office: String, pid: Int32, uptimeSeconds: Int,
            time: String, screen: String, opening: String, display: String, page: String?,
            database: String, settings: String, businessDate: String, issuedToday: Int?,
            waiting: Int?, printer: PrinterStatus, touch: Touch, frames: Int,
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

    package struct ServiceSummary: Codable, Sendable, Equatable {
        package var id: String
        package var prefix: String
        package var name: String
        package var agency: String
        package var checkedOn: String
        package var isSample: Bool
        package var isStale: Bool
        package var waiting: Int
        /// Tickets that it gives on a business date; nil: no limit.
        package var quota: Int?
        /// Tickets of today that count against the quota; nil: it has none.
        package var given: Int?
        /// Whether it gives tickets now, in a sentence.
        package var opening: String

        package init(
            id: String, prefix: String, name: String, agency: String, checkedOn: String,
            isSample: Bool, isStale: Bool, waiting: Int, quota: Int?, given: Int?, opening: String
        ) {
            (self.quota, self.given, self.opening) = (quota, given, opening)
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

    package struct ServiceDetail: Codable, Sendable, Equatable {
        package struct Variant: Codable, Sendable, Equatable {
            package var id: String
            package var name: String
            package var requirements: [String]

            package init(id: String, name: String, requirements: [String]) {
                self.id = id
                self.name = name
                self.requirements = requirements
            }
        }

        package var summary: ServiceSummary
        package var variants: [Variant]
        package var procedure: [String]
        package var time: String
        package var cost: String
        package var product: String
        package var complaints: String
        package var legalBasis: [String]
        package var source: String

        package init(
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

    package struct PrinterLine: Codable, Sendable, Equatable {
        package var queue: String
        package var isOurs: Bool
        package var condition: String
        package var device: String

        package init(queue: String, isOurs: Bool, condition: String, device: String) {
            self.queue = queue
            self.isOurs = isOurs
            self.condition = condition
            self.device = device
        }
    }

    package struct PrintResult: Codable, Sendable, Equatable {
        /// Result: printed, sent, notPrinted, unknown, none.
        package var end: String
        package var detail: String?

        package init(end: String, detail: String?) {
            self.end = end
            self.detail = detail
        }
    }

    package struct Survey: Codable, Sendable, Equatable {
        package struct Element: Codable, Sendable, Equatable {
            package var key: String
            package var name: String
            /// Average of the answers, 1.00 to 4.00; nil without answers.
            package var average: Double?

            package init(key: String, name: String, average: Double?) {
                self.key = key
                self.name = name
                self.average = average
            }
        }

        package var from: String
        package var to: String
        package var respondents: Int
        /// Index with two decimals, as "90.56"; nil without respondents (G4).
        package var index: String?
        package var grade: String?
        package var weight: String
        /// Elements, the lowest average first.
        package var elements: [Element]
        /// Numbers of touches on faces 1, 2, 3, 4.
        package var express: [Int]
        package var abandoned: Int

        package init(
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

    /// Content of the screen for tests and technicians, without anything that a visitor typed.
    package struct Screen: Codable, Sendable, Equatable {
        package struct Target: Codable, Sendable, Equatable {
            package var action: String
            package var x: Int
            package var y: Int
            package var width: Int
            package var height: Int
            package var isEnabled: Bool

            package init(
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

        package var screen: String
        /// Form of the screen, such as `failedButValid` of `ticket` and `paperOut` of `printing`.
        package var form: String?
        package var language: String
        package var page: Int
        package var pageCount: Int
        package var isBusy: Bool
        package var numbers: [String]
        package var targets: [Target]

        package init(
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

    package struct Tap: Codable, Sendable, Equatable {
        package var x: Int
        package var y: Int
        /// Phase: down, up, move, cancel; nil: down and up.
        package var phase: String?

        package init(x: Int, y: Int, phase: String? = nil) {
            self.x = x
            self.y = y
            self.phase = phase
        }
    }

    package struct VoidRequest: Codable, Sendable, Equatable {
        package var reason: String

        package init(reason: String) {
            self.reason = reason
        }
    }

    /// Encodes JSON in a stable order, so that it can be compared.
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(value)
    }
}
