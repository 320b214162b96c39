import CCups

/// Where a job is, as CUPS says. *Completed* means that the bytes left, not that ink dried.
package struct JobStatus: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case pending, held, processing, stopped, canceled,
            aborted, completed
    }

    package var id: Int
    package var name: String
    package var state: State
    /// Last message of the back end.
    package var message: String
    /// Its back end was started once, so something may have left. Where that is not known it is
    /// taken for true.
    package var wasStarted = true
    /// Seconds since 1970 at which CUPS started its back end last.
    package var startedAt: Int?
    /// Sheets or pictures that CUPS counts as out.
    package var impressions = 0

    package var isOver: Bool { [.canceled, .aborted, .completed].contains(state) }
}

/// A queue, as CUPS says.
package struct QueueStatus: Sendable, Hashable {
    package var name: String
    package var isStopped: Bool
    package var isAccepting: Bool
    package var isPrinting: Bool
    /// `printer-state-reasons`, with their endings `-error`, `-warning`, `-report`.
    package var reasons: [String]
    package var message: String
    package var device: String
    package var errorPolicy: String?
    /// It hands documents and options on as they are, with no driver in between.
    package var isRaw = false
    /// Time since CUPS changed the queue's state, by its own clock; nil: not known, or that clock
    /// was set back.
    package var unchangedFor: Duration?

    /// Age of the reasons. The back end refreshes them while a job runs, and nothing does
    /// afterwards.
    package var reasonAge: Duration? { isPrinting ? .zero : unchangedFor }
}

extension CupsConnection {
    /// Longer than any slip is waited for, with what the slowest of them needs.
    static let jobLifetimeSeconds: Int32 = 900

    /// Makes a job without a document; nothing prints yet. Returns its id.
    package func createJob(queue name: String, jobName: String, media: String? = nil)
        async throws(CupsError) -> Int
    {
        try await run { cups in
            let request = cups.request(IPP_OP_CREATE_JOB, queue: name)
            ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nil, jobName)
            // Should nobody be there any more to give it up.
            ippAddInteger(
                request, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-cancel-after", Self.jobLifetimeSeconds)
            if let media {
                ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nil, media)
            }
            return cups.send(request, "Create-Job", resource: "/printers/\(name)").flatMap {
                response in
                defer { ippDelete(response) }
                guard let id = Self.number(response, "job-id"), id > 0 else {
                    return .failure(
                        .refused(operation: "Create-Job", status: 0, message: "no job-id"))
                }
                return .success(id)
            }
        }
    }

    /// Hands over the document; from here on it may come out.
    package func sendDocument(_ bytes: [UInt8], mimeType: String, job: Int, queue name: String)
        async throws(CupsError)
    {
        try await run { cups in
            let request = cups.request(IPP_OP_SEND_DOCUMENT, queue: name)
            ippAddInteger(
                request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", Int32(clamping: job))
            ippAddString(
                request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nil, mimeType)
            ippAddBoolean(request, IPP_TAG_OPERATION, "last-document", 1)
            return cups.send(
                request, "Send-Document", resource: "/printers/\(name)", document: bytes
            ).map { ippDelete($0) }
        }
    }

    /// Nil: nobody knows this job any more.
    package func job(_ id: Int, queue name: String) async throws(CupsError) -> JobStatus? {
        do {
            return try await run { cups in
                let request = cups.request(IPP_OP_GET_JOB_ATTRIBUTES, queue: name)
                ippAddInteger(
                    request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", Int32(clamping: id))
                cups.ask(
                    request,
                    for: [
                        "job-id", "job-name", "job-state", "job-printer-state-message",
                        "time-at-processing", "job-impressions-completed",
                    ])
                return cups.send(request, "Get-Job-Attributes").map { response in
                    defer { ippDelete(response) }
                    let time = "time-at-processing"
                    return JobStatus(
                        id: id, name: Self.text(response, "job-name") ?? "",
                        state: Self.jobState(Self.number(response, "job-state")),
                        message: Self.text(response, "job-printer-state-message") ?? "",
                        wasStarted: Self.hasValue(response, time),
                        // Of a job that waits it is there without a value, which reads as 0.
                        startedAt: Self.hasValue(response, time)
                            ? Self.number(response, time) : nil,
                        impressions: Self.number(response, "job-impressions-completed") ?? 0)
                }
            }
        } catch {
            if case .refused(_, CupsError.notFound, _) = error { return nil }
            throw error
        }
    }

    /// Ends a job. A job that is over already is left in peace.
    package func cancel(job id: Int, queue name: String) async throws(CupsError) {
        do {
            try await run { cups in
                let request = cups.request(IPP_OP_CANCEL_JOB, queue: name)
                ippAddInteger(
                    request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", Int32(clamping: id))
                return cups.send(request, "Cancel-Job", resource: "/jobs/").map { ippDelete($0) }
            }
        } catch {
            if case .refused = error { return }
            throw error
        }
    }

    /// Jobs of ours that are not over, by name: what an earlier run left.
    package func openJobs(queue name: String, namePrefix: String) async throws(CupsError)
        -> [JobStatus]
    {
        try await run { cups in
            let request = cups.request(IPP_OP_GET_JOBS, queue: name)
            ippAddString(
                request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nil, "not-completed")
            cups.ask(request, for: ["job-id", "job-name", "job-state"])
            return cups.send(request, "Get-Jobs").map { response in
                defer { ippDelete(response) }
                return Self.jobs(response).filter { $0.name.hasPrefix(namePrefix) }
            }
        }
    }

    /// The jobs that an IPP printer remembers to have ended, the newest ones. Printers may forget
    /// them at once, and all of them do when they are switched off.
    func endedJobs(uri: String, resource: String) async throws(CupsError) -> [JobStatus] {
        try await run { cups in
            let request = ippNewRequest(IPP_OP_GET_JOBS)
            ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil, uri)
            ippAddString(
                request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nil, "completed")
            ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", 50)
            cups.ask(request, for: ["job-id", "job-name", "job-state"])
            return cups.send(request, "Get-Jobs", resource: resource).map { response in
                defer { ippDelete(response) }
                return Self.jobs(response)
            }
        }
    }

    private static func jobs(_ response: OpaquePointer) -> [JobStatus] {
        var jobs: [JobStatus] = []
        var id: Int?
        var name: String?
        var state: Int?
        func close() {
            if let id, let name {
                jobs.append(
                    JobStatus(id: id, name: name, state: jobState(state), message: ""))
            }
            (id, name, state) = (nil, nil, nil)
        }
        var attribute = ippFirstAttribute(response)
        while let current = attribute {
            // A nameless attribute stands between two jobs; in a job CUPS has no order.
            switch ippGetName(current).map({ String(cString: $0) }) {
            case nil: close()
            case "job-id": id = Int(ippGetInteger(current, 0))
            case "job-state": state = Int(ippGetInteger(current, 0))
            case "job-name": name = ippGetString(current, 0, nil).map { String(cString: $0) }
            default: break
            }
            attribute = ippNextAttribute(response)
        }
        close()
        return jobs
    }

    /// Nil: there is no queue of that name.
    package func queue(_ name: String) async throws(CupsError) -> QueueStatus? {
        do {
            return try await run { cups in
                let request = cups.request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue: name)
                cups.ask(request, for: Self.queueAttributes)
                return cups.send(request, "Get-Printer-Attributes").map { response in
                    defer { ippDelete(response) }
                    return Self.queueStatus(response, name)
                }
            }
        } catch {
            if case .refused(_, CupsError.notFound, _) = error { return nil }
            throw error
        }
    }

    /// Lets a stopped queue print again. CUPS asks for the right to it.
    package func resume(queue name: String) async throws(CupsError) {
        try await run { cups in
            let request = cups.request(IPP_OP_RESUME_PRINTER, queue: name)
            return cups.send(request, "Resume-Printer", resource: "/admin/").map(ippDelete)
        }
    }

    /// Names of all queues.
    package func queueNames() async throws(CupsError) -> [String] {
        try await run { cups in
            let request = ippNewRequest(IPP_OP_CUPS_GET_PRINTERS)
            cups.ask(request, for: ["printer-name"])
            return cups.send(request, "CUPS-Get-Printers").map { response in
                defer { ippDelete(response) }
                var names: [String] = []
                var attribute = ippFindAttribute(response, "printer-name", IPP_TAG_NAME)
                while let current = attribute {
                    if let text = ippGetString(current, 0, nil) {
                        names.append(String(cString: text))
                    }
                    attribute = ippFindNextAttribute(response, "printer-name", IPP_TAG_NAME)
                }
                return names
            }
        }
    }

    static let queueAttributes = [
        "printer-state", "printer-state-reasons", "printer-state-message",
        "printer-is-accepting-jobs", "device-uri", "printer-error-policy",
        "printer-make-and-model", "printer-state-change-time", "printer-up-time",
    ]

    static func queueStatus(_ response: OpaquePointer, _ name: String) -> QueueStatus {
        let state = number(response, "printer-state") ?? 3
        var unchangedFor: Duration?
        if let changedAt = number(response, "printer-state-change-time"),
            let now = number(response, "printer-up-time"), now >= changedAt
        {
            unchangedFor = .seconds(now - changedAt)
        }
        return QueueStatus(
            name: name, isStopped: state == 5,
            isAccepting: flag(response, "printer-is-accepting-jobs") ?? true,
            isPrinting: state == 4,
            reasons: texts(response, "printer-state-reasons").filter { $0 != "none" },
            message: text(response, "printer-state-message") ?? "",
            device: text(response, "device-uri") ?? "",
            errorPolicy: text(response, "printer-error-policy"),
            // As cupsdSetPrinterAttrs calls it in scheduler/printers.c of CUPS 2.4.
            isRaw: text(response, "printer-make-and-model") == "Local Raw Printer",
            unchangedFor: unchangedFor)
    }

    /// RFC 8011 section 5.3.7.
    static func jobState(_ number: Int?) -> JobStatus.State {
        switch number {
        case 4: .held
        case 5: .processing
        case 6: .stopped
        case 7: .canceled
        case 8: .aborted
        case 9: .completed
        default: .pending
        }
    }
}
