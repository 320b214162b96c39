/// Printers and their queues, as `loket printer` lists and sets them up.
extension Wire {
    /// A printer that could get a queue.
    public struct PrinterDevice: Codable, Sendable, Equatable {
        /// To be given to `loket printer add`.
        public var device: String
        public var model: String
        /// network, usb, serial, other
        public var how: String
        public var isFit: Bool
        /// proves, sends, pages, unfit
        public var fitness: String
        public var why: String

        public init(
            device: String, model: String, how: String, isFit: Bool, fitness: String, why: String
        ) {
            self.device = device
            self.model = model
            self.how = how
            self.isFit = isFit
            self.fitness = fitness
            self.why = why
        }
    }

    /// A queue that was made, and what to write in kiosk.yaml to use it.
    public struct PrinterAdded: Codable, Sendable, Equatable {
        public var queue: String
        public var device: String
        public var profile: String
        public var warnings: [String]
        public var settings: String

        public init(
            queue: String, device: String, profile: String, warnings: [String], settings: String
        ) {
            self.queue = queue
            self.device = device
            self.profile = profile
            self.warnings = warnings
            self.settings = settings
        }
    }

    /// A queue, and the printer behind it.
    public struct QueueReport: Codable, Sendable, Equatable {
        public var queue: String
        public var isOurs: Bool
        public var isDefault: Bool
        public var isReady: Bool
        public var condition: String
        /// idle, printing, stopped
        public var state: String
        public var isAccepting: Bool
        public var reasons: [String]
        public var message: String
        public var device: String
        public var errorPolicy: String?
        public var printerSays: String
        /// What to do, one sentence each.
        public var advice: [String]

        public init(
            queue: String, isOurs: Bool, isDefault: Bool, isReady: Bool, condition: String,
            state: String, isAccepting: Bool, reasons: [String], message: String, device: String,
            errorPolicy: String?, printerSays: String, advice: [String]
        ) {
            self.queue = queue
            self.isOurs = isOurs
            self.isDefault = isDefault
            self.isReady = isReady
            self.condition = condition
            self.state = state
            self.isAccepting = isAccepting
            self.reasons = reasons
            self.message = message
            self.device = device
            self.errorPolicy = errorPolicy
            self.printerSays = printerSays
            self.advice = advice
        }
    }

    /// What was done to a queue.
    public struct QueueChange: Codable, Sendable, Equatable {
        public var queue: String
        /// removed, default, resumed, mended
        public var change: String
        /// What was wrong, or was cancelled; one sentence each.
        public var details: [String]

        public init(queue: String, change: String, details: [String] = []) {
            self.queue = queue
            self.change = change
            self.details = details
        }
    }
}
