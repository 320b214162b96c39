/// Printers and their queues for `loket printer`.
extension Wire {
    /// Printer that may get a queue.
    package struct PrinterDevice: Codable, Sendable, Equatable {
        /// Argument for `loket printer add`.
        package var device: String
        package var model: String
        /// Connection: network, usb, serial, other.
        package var how: String
        package var isFit: Bool
        /// Suitability: proves, sends, pages, unfit.
        package var fitness: String
        package var why: String

        package init(
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

    /// Queue that was created, and the lines of kiosk.yaml to use it.
    package struct PrinterAdded: Codable, Sendable, Equatable {
        package var queue: String
        package var device: String
        package var profile: String
        package var warnings: [String]
        package var settings: String

        package init(
            queue: String, device: String, profile: String, warnings: [String], settings: String
        ) {
            self.queue = queue
            self.device = device
            self.profile = profile
            self.warnings = warnings
            self.settings = settings
        }
    }

    /// State of a queue and of its printer.
    package struct QueueReport: Codable, Sendable, Equatable {
        package var queue: String
        package var isOurs: Bool
        package var isDefault: Bool
        package var isReady: Bool
        package var condition: String
        /// State in CUPS: idle, printing, stopped.
        package var state: String
        package var isAccepting: Bool
        package var reasons: [String]
        package var message: String
        package var device: String
        package var errorPolicy: String?
        package var printerSays: String
        /// Advice, one sentence each.
        package var advice: [String]
        /// The daemon asked; else `loket` did, since no daemon answered.
        package var isFromDaemon: Bool

        package init(
            queue: String, isOurs: Bool, isDefault: Bool, isReady: Bool, condition: String,
            state: String, isAccepting: Bool, reasons: [String], message: String, device: String,
            errorPolicy: String?, printerSays: String, advice: [String], isFromDaemon: Bool
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
            self.isFromDaemon = isFromDaemon
        }
    }

    /// Change of a queue.
    package struct QueueChange: Codable, Sendable, Equatable {
        package var queue: String
        /// Kind of change: removed, default, resumed, mended.
        package var change: String
        /// Faults found or jobs cancelled, one sentence each.
        package var details: [String]

        package init(queue: String, change: String, details: [String] = []) {
            self.queue = queue
            self.change = change
            self.details = details
        }
    }
}
