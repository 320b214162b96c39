import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// Services, and what they give today.
package struct ServiceControl: Sendable {
    let control: Control

    private var terminal: Terminal { control.terminal }
    private var records: Records { control.records }

    package func list(search: String?) async throws -> [Wire.ServiceSummary] {
        let bundle = await terminal.bundle
        let facts = try await serviceFacts()
        let services: [Service] =
            if let search {
                try await records.search(search).compactMap { bundle.catalogue.service($0) }
            } else { bundle.catalogue.services }
        return services.map { summary($0, facts, bundle) }
    }

    /// Services today, as the records have them.
    private struct ServiceFacts: Sendable {
        var today: CalendarDate
        var moment: Date
        var waiting: [Service.ID: Int]
        /// Tickets that count against quotas.
        var given: [Service.ID: Int]
        var opening: OpeningRules
        var stale: Set<Service.ID>
    }

    private func serviceFacts() async throws -> ServiceFacts {
        let moment = control.now().wall
        return try await terminal.look { desk, records in
            let (today, outcome) = try desk.today(moment, in: records)
            let (opening, given) = try OpeningDesk.state(by: desk.rules, on: today, in: records)
            let stale = desk.rules.catalogue.stale(asOf: today).map(\.id)
            let facts = ServiceFacts(
                today: today, moment: moment, waiting: try records.queue.counts(on: today),
                given: given, opening: opening, stale: Set(stale))
            return (facts, outcome)
        }
    }

    private func summary(
        _ service: Service, _ facts: ServiceFacts, _ bundle: SettingsBundle
    ) -> Wire.ServiceSummary {
        let day = bundle.catalogue.serviceDay(
            service, given: facts.given[service.id] ?? 0, on: facts.today)
        let opening = facts.opening.opening(at: facts.moment, of: day)
        return Wire.ServiceSummary(
            id: service.id, prefix: service.prefix, name: service.name[.indonesian],
            agency: bundle.catalogue.agency(service.agencyID)?.short ?? service.agencyID,
            checkedOn: service.checkedOn.description, isSample: service.isSample,
            isStale: facts.stale.contains(service.id), waiting: facts.waiting[service.id] ?? 0,
            quota: service.quota, given: service.quota == nil ? nil : facts.given[service.id],
            opening: opening.sentence(in: bundle.day.zone))
    }

    package func detail(_ id: String) async throws -> Wire.ServiceDetail {
        let bundle = await terminal.bundle
        guard let service = bundle.catalogue.service(id) else {
            throw Refusal.notFound("There is no service '\(id)': see loket service list.")
        }
        return Wire.ServiceDetail(
            summary: summary(service, try await serviceFacts(), bundle),
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
}

extension Control {
    package var services: ServiceControl { ServiceControl(control: self) }
}
