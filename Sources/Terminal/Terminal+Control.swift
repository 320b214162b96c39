import Display
import Errands
import Face
import Foundation
import Geometry
import Logging
package import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// What technicians ask and do, as the API offers it. A refusal is a `Wire.Failure`.
extension Terminal {
    package func status(page: String?) async -> Wire.Status {
        let moment = clock.now()
        let today = await today(moment.wall)
        let facts = await loop.query { core in
            (
                screen: core.screenName, opening: core.session.facts.opening,
                display: core.display.summary, frames: core.frameCount
            )
        }
        let latencies = loop.touchLatencies()
        func percentile(_ share: Double) -> Double? {
            if latencies.isEmpty { return nil }
            let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
            return ((latencies[index] / .microseconds(1)).rounded() / 1000)
        }
        let waiting = (try? await records.waitingCounts(on: today)) ?? [:]
        return Wire.Status(
            version: Wire.productVersion, terminal: records.terminal,
            office: bundle.settings.office.name,
            pid: getpid(), uptimeSeconds: Int(moment.wall.timeIntervalSince(startedAt)),
            time: moment.wall.ISO8601Format(), screen: facts.screen,
            opening: describe(facts.opening), display: facts.display, page: page,
            database: records.file, settings: bundle.file, businessDate: today.description,
            issuedToday: (try? await records.issuedCount(on: today)) ?? 0,
            waiting: waiting.values.reduce(0, +),
            printer: .init(
                summary: printer?.summary ?? "printer=none", condition: condition.rawValue,
                advice: condition.advice, warnings: printerWarnings + (await paperSentences())),
            touch: .init(
                count: latencies.count, p50Milliseconds: percentile(0.5),
                p99Milliseconds: percentile(0.99), maximumMilliseconds: percentile(1)),
            frames: facts.frames, residentKilobytes: Self.residentKilobytes(),
            problems: problemSentences(today))
    }

    private func describe(_ opening: Opening) -> String {
        switch opening {
        case .open(let last): last.map { "open, last ticket \($0.ISO8601Format())" } ?? "open"
        case .closed(let reason, let next):
            "closed (\(reason.rawValue))"
                + (next.map { ", opens \($0.ISO8601Format())" } ?? "")
        }
    }

    private func problemSentences(_ today: CalendarDate) -> [String] {
        var sentences =
            startProblems + problems.filter { $0.severity == .error }.map(\.description)
        if let kept = records.openingReport.damagedFileKeptAs {
            sentences.append(
                "The database was damaged and is kept as \(kept); a new one was begun.")
        }
        if let clockFault { sentences.append(clockFault.description) }
        if !condition.canPrint { sentences.append(condition.advice) }
        let stale = bundle.catalogue.stale(asOf: today).count
        if stale > 0 {
            sentences.append(
                "\(stale) services were last checked more than six months ago: "
                    + "see loket service list.")
        }
        return sentences
    }

    static func residentKilobytes() -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/status"),
            let text = String(data: data, encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return 0 }
        return Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0
    }

    // MARK: Queue and tickets

    package func queue(service: String?) async throws -> [Wire.Ticket] {
        if let service, bundle.catalogue.service(service) == nil {
            throw Wire.Failure(error: "There is no service '\(service)': see loket service list.")
        }
        let tickets = try await records.queue(
            on: await today(clock.now().wall), service: service)
        var ahead: [String: Int] = [:]
        return tickets.map { ticket in
            defer { ahead[ticket.serviceID, default: 0] += 1 }
            return wire(ticket, ahead: ahead[ticket.serviceID, default: 0])
        }
    }

    /// By identity, number of today, or code.
    func find(_ text: String) async throws -> Ticket {
        var ticket: Ticket?
        if let id = TicketID(text) { ticket = try await records.ticket(id) }
        if ticket == nil, let number = TicketNumber(text) {
            ticket = try await records.ticket(
                number: number, on: await today(clock.now().wall))
        }
        if ticket == nil { ticket = try await records.ticket(code: text) }
        guard let ticket else {
            throw Wire.Failure(
                error: "There is no ticket '\(text)' today: give its number (K-012), its code or "
                    + "its identity (\(records.terminal)-12).")
        }
        return ticket
    }

    package func ticket(_ text: String) async throws -> Wire.Ticket {
        let ticket = try await find(text)
        let isWaiting = ticket.state.isInQueue
        let ahead = isWaiting ? try await records.peopleAhead(of: ticket) : nil
        return wire(ticket, ahead: ahead)
    }

    package func void(_ text: String, reason: String, who: String) async throws -> Wire.Ticket {
        let ticket = try await find(text)
        try await records.void(ticket.id, reason: reason, who: who, at: clock.now().wall)
        log.notice("ticket.void", metadata: ["ticket": "\(ticket.id)"])
        await refreshWaiting()
        return try await self.ticket(ticket.id.description)
    }

    private func wire(_ ticket: Ticket, ahead: Int?) -> Wire.Ticket {
        Wire.Ticket(
            id: ticket.id.description, number: ticket.number.description,
            businessDate: ticket.businessDate.description, service: ticket.serviceID,
            serviceName: bundle.catalogue.service(ticket.serviceID)?.name[.indonesian]
                ?? ticket.serviceID,
            variant: ticket.variantID, group: ticket.group?.rawValue,
            language: ticket.language.rawValue, issuedAt: ticket.issuedAt.ISO8601Format(),
            state: ticket.state.rawValue, paper: ticket.paper.rawValue,
            reprints: ticket.reprints, peopleAhead: ahead)
    }

    // MARK: Services

    package func services(search: String?) async throws -> [Wire.ServiceSummary] {
        let today = await today(clock.now().wall)
        let waiting = try await records.waitingCounts(on: today)
        let stale = Set(bundle.catalogue.stale(asOf: today).map(\.id))
        let services: [Service] =
            if let search {
                try await records.search(search).compactMap { bundle.catalogue.service($0) }
            } else { bundle.catalogue.services }
        return services.map { summary($0, waiting, stale) }
    }

    private func summary(_ service: Service, _ waiting: [String: Int], _ stale: Set<String>)
        -> Wire.ServiceSummary
    {
        Wire.ServiceSummary(
            id: service.id, prefix: service.prefix, name: service.name[.indonesian],
            agency: bundle.catalogue.agency(service.agencyID)?.short ?? service.agencyID,
            checkedOn: service.checkedOn.description, isSample: service.isSample,
            isStale: stale.contains(service.id), waiting: waiting[service.id] ?? 0)
    }

    package func service(_ id: String) async throws -> Wire.ServiceDetail {
        guard let service = bundle.catalogue.service(id) else {
            throw Wire.Failure(error: "There is no service '\(id)': see loket service list.")
        }
        let today = await today(clock.now().wall)
        let stale = Set(bundle.catalogue.stale(asOf: today).map(\.id))
        return Wire.ServiceDetail(
            summary: summary(service, try await records.waitingCounts(on: today), stale),
            variants: service.variants.map { variant in
                .init(
                    id: variant.id, name: variant.name[.indonesian],
                    requirements: variant.requirements.map { $0.text[.indonesian] })
            },
            procedure: service.procedure.map { $0[.indonesian] },
            time: service.time[.indonesian], cost: service.cost[.indonesian],
            product: service.product[.indonesian], complaints: service.complaints[.indonesian],
            legalBasis: service.legalBasis, source: service.source)
    }

    // MARK: Survey

    package func survey(from: CalendarDate?, to: CalendarDate?) async throws -> Wire.Survey {
        let today = await today(clock.now().wall)
        let first = from ?? CalendarDate(year: today.year, month: 1, day: 1)
        let last = to ?? today
        let summary = try await records.surveySummary(from: first, to: last)
        let questions = bundle.questionnaire.questions
        let weight = bundle.settings.surveyWeight
        let index = summary.index(of: questions.map(\.id), weight: weight)
        let elements = questions.map { question in
            let average =
                summary.respondents == 0
                ? nil : Double(summary.sum(question.id)) / Double(summary.respondents)
            return Wire.Survey.Element(
                key: question.id, name: question.name[.indonesian],
                average: average.map { ($0 * 100).rounded() / 100 })
        }
        return Wire.Survey(
            from: first.description, to: last.description, respondents: summary.respondents,
            index: index?.text, grade: index?.grade.rawValue, weight: weight.rawValue,
            elements: elements.sorted { ($0.average ?? 0) < ($1.average ?? 0) },
            express: summary.express, abandoned: summary.abandoned.values.reduce(0, +))
    }

    // MARK: Devices

    /// Every input device and what it is used for; none where touches come from a page alone.
    package func inputDevices() async -> [Wire.InputDevice] {
        await loop.query { core in
            core.inputDevices.map { device in
                Wire.InputDevice(
                    path: device.path, name: device.identity?.name ?? "?",
                    vendorProduct: device.identity?.vendorProduct ?? "",
                    role: device.role.map { "\($0)" }, score: device.score,
                    reason: device.reason)
            }
        }
    }

    // MARK: Screen

    package func screen() async -> Wire.Screen {
        await loop.query { core in
            let session = core.session
            var numbers: [String] = []
            var form: String?
            switch session.visit.screen {
            case .printing(let tickets):
                numbers = tickets.map(\.number.description)
                form = session.printingFault?.rawValue
            case .ticket(let tickets, let outcome):
                numbers = tickets.map(\.number.description)
                form = "\(outcome)"
            default: break
            }
            return Wire.Screen(
                screen: core.screenName, form: form, language: session.visit.language.rawValue,
                page: session.visit.page, pageCount: core.pageCount, isBusy: session.isBusy,
                numbers: numbers,
                targets: core.targets.map { target in
                    Wire.Screen.Target(
                        action: target.id.name, x: target.frame.x, y: target.frame.y,
                        width: target.frame.width, height: target.frame.height,
                        isEnabled: target.isEnabled)
                })
        }
    }

    /// A finger on the memory display.
    package nonisolated func touch(_ tap: Wire.Tap) throws { try loop.touch(tap) }

    /// Nobody can touch anything for 30 s, for the one who wipes the glass (L7).
    package nonisolated func clean() {
        loop.post(.event(.cleaning))
    }

    /// Shows in pictures how a roll is put in (L7).
    package nonisolated func showLoadingPaper() {
        loop.post(.event(.loadPaper))
    }
}

extension KioskLoop {
    /// A finger on the memory display.
    package func touch(_ tap: Wire.Tap) throws {
        let point = Point(x: tap.x, y: tap.y)
        func touch(_ phase: ContactEvent.Phase) {
            post(
                .contact(
                    ContactEvent(
                        contact: 0, phase: phase, position: point, uptime: SystemClock.uptime())))
        }
        guard let name = tap.phase else {
            touch(.down)
            touch(.up)
            return
        }
        guard let phase = ContactEvent.Phase(rawValue: name) else {
            throw Wire.Failure(error: "'\(name)' is no phase: use down, move, up or cancel.")
        }
        touch(phase)
    }
}
