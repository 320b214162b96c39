package import Office

/// Print job: a document, and how it is found again.
package struct PrintJob: Sendable, Hashable {
    /// Found again by it at CUPS; of this attempt of this ticket and of no other (B3).
    package var name: String
    package var document: [UInt8]
    package var mimeType: String
    /// Time that printing it takes. A printer that says nothing meanwhile is not given up for it.
    package var duration: Duration
    /// A page's paper (PWG 5101.1); nil for bytes of a receipt printer.
    package var media: String?

    package init(
        name: String, document: [UInt8], mimeType: String, duration: Duration = .zero,
        media: String? = nil
    ) {
        self.name = name
        self.document = document
        self.mimeType = mimeType
        self.duration = duration
        self.media = media
    }
}

/// A slip as its printer wants it.
package struct PaperDocument: Sendable, Hashable {
    package var bytes: [UInt8]
    /// Paper that it takes, as well as that can be told beforehand.
    package var millimetres: Double
    /// Paper of a page (PWG 5101.1).
    package var media: String?

    package init(bytes: [UInt8], millimetres: Double, media: String? = nil) {
        self.bytes = bytes
        self.millimetres = millimetres
        self.media = media
    }
}

/// How a print ended (B). The four are not mixed up.
package enum PrintEnd: Sendable, Hashable {
    /// The printer answered after the data.
    case printed
    /// Handed to a printer that can't answer.
    case sent
    /// Surely nothing left.
    case notPrinted(String)
    /// The end can't be known.
    case unknown(String)

    package var state: PaperState {
        switch self {
        case .printed: .printed
        case .sent: .sent
        case .notPrinted: .notPrinted
        case .unknown: .unknown
        }
    }

    /// Whether it ended without paper that is known of.
    package var isLost: Bool {
        switch self {
        case .printed, .sent: false
        case .notPrinted, .unknown: true
        }
    }

    package var detail: String? {
        switch self {
        case .printed, .sent: nil
        case .notPrinted(let why), .unknown(let why): why
        }
    }
}

/// A printer: a CUPS queue, or for tests one in memory or one that fails.
package protocol Printer: Sendable {
    /// Prints and watches the job to its end. `willSend` is awaited before the first byte of the
    /// document leaves; when it throws, nothing leaves. `sees` hears what somebody has to mend
    /// before the job goes on, and that it goes on.
    func print(
        _ job: PrintJob, willSend: @Sendable (_ jobID: Int) async throws -> Void,
        sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd

    /// Condition of the printer now. Not to be asked while a job of ours prints (B11).
    func condition() async -> PrinterCondition

    /// The printer's own answer to a thorough question, which may take some seconds.
    func ask() async -> PrinterAnswer

    /// Ends jobs that an earlier run left, so that no ghost slip comes out later (B3). Returns
    /// their number; nil: they could not be asked for.
    func cancelLeftovers() async -> Int?

    /// Settings of the printer's queue that lose or repeat slips, one sentence each; nil: they
    /// could not be asked for.
    func warnings() async -> [String]?

    /// Where it prints, for the technician.
    var summary: String { get }
}

extension Printer {
    package func ask() async -> PrinterAnswer { .unasked("Can't be asked.") }
    package func cancelLeftovers() async -> Int? { 0 }
    package func warnings() async -> [String]? { [] }

    /// Prints, and tells of nothing but the end.
    package func print(
        _ job: PrintJob, willSend: @Sendable (_ jobID: Int) async throws -> Void
    ) async -> PrintEnd {
        await print(job, willSend: willSend, sees: { _ in })
    }
}

/// A printer that keeps what it prints.
package actor MemoryPrinter: Printer {
    package private(set) var jobs: [PrintJob] = []
    package var end: PrintEnd
    package var state: PrinterCondition
    private var failure: (PrintEnd, PrinterCondition)?
    private var meanwhile: [PrinterCondition] = []
    private var whilePrinting: @Sendable () async -> Void = {}
    package nonisolated let summary = "printer=memory"

    package init(end: PrintEnd = .printed, condition: PrinterCondition = .ready) {
        self.end = end
        state = condition
    }

    /// Sets the end of the next print, and the condition of the printer from then on.
    package func fail(end: PrintEnd, leaving condition: PrinterCondition) {
        failure = (end, condition)
    }

    /// Sets the end of every print from now on.
    package func set(end: PrintEnd, condition: PrinterCondition) {
        self.end = end
        state = condition
    }

    /// Sets the conditions that come up while it prints.
    package func set(meanwhile: [PrinterCondition]) { self.meanwhile = meanwhile }

    /// Sets a task that runs while it prints.
    package func set(whilePrinting body: @escaping @Sendable () async -> Void) {
        whilePrinting = body
    }

    package func print(
        _ job: PrintJob, willSend: @Sendable (Int) async throws -> Void,
        sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd {
        if let failure {
            (end, state) = failure
            self.failure = nil
        }
        if case .notPrinted = end { return end }
        do { try await willSend(jobs.count + 1) } catch { return .notPrinted("\(error)") }
        jobs.append(job)
        for condition in meanwhile { await sees(condition) }
        await whilePrinting()
        return end
    }

    package func condition() async -> PrinterCondition { state }
}
