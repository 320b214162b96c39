/// Catalogue of the office: agencies, their services and the requirements (H1).
package struct Catalogue: Sendable, Equatable {
    package var agencies: [Agency]
    package var services: [Service]
    /// Occasions on which people come ("a child was born"), with the services needed (L2).
    package var occasions: [Occasion]

    package init(agencies: [Agency] = [], services: [Service] = [], occasions: [Occasion] = []) {
        self.agencies = agencies
        self.services = services
        self.occasions = occasions
    }

    package func agency(_ id: Agency.ID) -> Agency? { agencies.first { $0.id == id } }
    package func service(_ id: Service.ID) -> Service? { services.first { $0.id == id } }
    package func services(of agency: Agency.ID) -> [Service] {
        services.filter { $0.agencyID == agency }
    }

    /// Services that a quota or the days of their agency may close while the office is open (F1).
    package var limited: [Service] {
        services.filter { $0.quota != nil || agency($0.agencyID)?.present != nil }
    }

    /// Quota and days that decide about a service beside the office, after so many tickets of a business date.
    package func serviceDay(_ service: Service, given: Int, on date: CalendarDate) -> ServiceDay {
        ServiceDay(
            quota: service.quota, given: given, date: date,
            present: agency(service.agencyID)?.present)
    }

    /// Services on the welcome screen, the most used first (L1).
    package var featured: [Service] {
        services.filter { $0.featured != nil }.sorted { ($0.featured ?? 0) < ($1.featured ?? 0) }
    }
}

/// Agency with counters in the office (*instansi*).
package struct Agency: Identifiable, Hashable, Sendable {
    package var id: String
    package var name: LocalizedText
    /// Common short name: "Dukcapil".
    package var short: String
    /// Location of its counters: "Zona A, loket 3-5".
    package var zone: LocalizedText
    /// Weekdays on which it has counters in the office; nil: every day.
    package var present: Set<Weekday>?

    package init(
        id: String, name: LocalizedText, short: String, zone: LocalizedText,
        present: Set<Weekday>? = nil
    ) {
        self.id = id
        self.name = name
        self.short = short
        self.zone = zone
        self.present = present
    }
}

/// Service (*layanan*) with the six components of service delivery (Permenpan-RB 15/2014):
/// requirements (per variant), procedure, time, cost, product, complaints.
package struct Service: Identifiable, Hashable, Sendable {
    package var id: String
    package var agencyID: Agency.ID
    /// Prefix of its ticket numbers: 1 to 3 letters, unique in the office (A1).
    package var prefix: String
    /// First and last number of a day. Nil: numbers start at 1 and have no end (A1).
    package var numberRange: ClosedRange<Int>?
    package var name: LocalizedText
    /// Further words to search by: "kartu kuning".
    package var keywords: [String]
    /// Rank among the most used services, from 1; nil: not on the welcome screen.
    package var featured: Int?
    package var variants: [Variant]
    package var procedure: [LocalizedText]
    package var time: LocalizedText
    package var cost: LocalizedText
    package var product: LocalizedText
    package var complaints: LocalizedText
    package var legalBasis: [String]
    /// Source of the entry.
    package var source: String
    /// Date of the last comparison with the source. The screen shows it when it is older than six
    /// months (H3).
    package var checkedOn: CalendarDate
    /// Whether the entry is a sample of this repository that the office has not confirmed.
    package var isSample: Bool
    /// Counter or zone; nil: the agency's.
    package var zone: LocalizedText?
    /// Tickets that are given on a business date at most; nil: no limit (F1).
    package var quota: Int?

    package init(
        id: String, agencyID: Agency.ID, prefix: String, numberRange: ClosedRange<Int>? = nil,
        name: LocalizedText, keywords: [String] = [], featured: Int? = nil, variants: [Variant],
        procedure: [LocalizedText] = [], time: LocalizedText = "", cost: LocalizedText = "",
        product: LocalizedText = "", complaints: LocalizedText = "", legalBasis: [String] = [],
        source: String = "", checkedOn: CalendarDate, isSample: Bool = false,
        zone: LocalizedText? = nil, quota: Int? = nil
    ) {
        self.id = id
        self.agencyID = agencyID
        self.prefix = prefix
        self.numberRange = numberRange
        self.name = name
        self.keywords = keywords
        self.featured = featured
        self.variants = variants
        self.procedure = procedure
        self.time = time
        self.cost = cost
        self.product = product
        self.complaints = complaints
        self.legalBasis = legalBasis
        self.source = source
        self.checkedOn = checkedOn
        self.isSample = isSample
        self.zone = zone
        self.quota = quota
    }

    package func variant(_ id: Variant.ID) -> Variant? { variants.first { $0.id == id } }
}

/// Variant of a service with requirements of its own: new, renewal, change, lost.
package struct Variant: Identifiable, Hashable, Sendable {
    package var id: String
    package var name: LocalizedText
    package var requirements: [Requirement]

    package init(id: String, name: LocalizedText, requirements: [Requirement]) {
        self.id = id
        self.name = name
        self.requirements = requirements
    }
}

/// Requirement: something to bring or to have done.
package struct Requirement: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case original
        /// Number of copies, 1 or more.
        case copies(Int)
        /// Original to show and a number of copies to hand in.
        case originalAndCopies(Int)
        /// Form to fill in at the counter.
        case form
        /// Number of photographs.
        case photos(Int)
        /// Step to do online beforehand.
        case online
        /// Condition with nothing to bring: "17 years old or married".
        case condition
    }

    package var text: LocalizedText
    package var kind: Kind

    package init(text: LocalizedText, kind: Kind) {
        self.text = text
        self.kind = kind
    }
}

/// Occasion on which people come, and the services needed.
package struct Occasion: Identifiable, Hashable, Sendable {
    package var id: String
    package var name: LocalizedText
    package var serviceIDs: [Service.ID]

    package init(id: String, name: LocalizedText, serviceIDs: [Service.ID]) {
        self.id = id
        self.name = name
        self.serviceIDs = serviceIDs
    }
}
