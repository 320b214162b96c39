/// What the office offers: its agencies, their services, and what each service asks for (H1).
package struct Catalogue: Sendable, Equatable {
    package var agencies: [Agency]
    package var services: [Service]
    /// Reasons for which people come ("a child was born"), each with the services it needs (L2).
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

    /// The services that the welcome screen offers, the most used first (L1).
    package var featured: [Service] {
        services.filter { $0.featured != nil }.sorted { ($0.featured ?? 0) < ($1.featured ?? 0) }
    }
}

/// An institution with counters in the office (*instansi*).
package struct Agency: Identifiable, Hashable, Sendable {
    package var id: String
    package var name: LocalizedText
    /// The name people use: "Dukcapil".
    package var short: String
    /// Where its counters stand: "Zona A, loket 3-5".
    package var zone: LocalizedText

    package init(id: String, name: LocalizedText, short: String, zone: LocalizedText) {
        self.id = id
        self.name = name
        self.short = short
        self.zone = zone
    }
}

/// A service (*layanan*) with the six components that face the public (Permenpan-RB 15/2014):
/// requirements (per variant), procedure, time, cost, product, complaints.
package struct Service: Identifiable, Hashable, Sendable {
    package var id: String
    package var agencyID: Agency.ID
    /// Letter or letters of its numbers, 1 to 3, unique in the office (A1).
    package var prefix: String
    /// First and last number of a day; without it numbers start at 1 and have no end (A1).
    package var numberRange: ClosedRange<Int>?
    package var name: LocalizedText
    /// Other words people search by: "kartu kuning".
    package var keywords: [String]
    /// Place among the most used, 1 first; nil where it is not offered on the welcome screen.
    package var featured: Int?
    package var variants: [Variant]
    package var procedure: [LocalizedText]
    package var time: LocalizedText
    package var cost: LocalizedText
    package var product: LocalizedText
    package var complaints: LocalizedText
    package var legalBasis: [String]
    /// Where the entry was read.
    package var source: String
    /// When it was last compared with its source; older than six months shows its date (H3).
    package var checkedOn: CalendarDate
    /// A sample of this repository, not yet the office's own word.
    package var isSample: Bool
    /// Counter or zone; nil: the agency's.
    package var zone: LocalizedText?

    package init(
        id: String, agencyID: Agency.ID, prefix: String, numberRange: ClosedRange<Int>? = nil,
        name: LocalizedText, keywords: [String] = [], featured: Int? = nil, variants: [Variant],
        procedure: [LocalizedText] = [], time: LocalizedText = "", cost: LocalizedText = "",
        product: LocalizedText = "", complaints: LocalizedText = "", legalBasis: [String] = [],
        source: String = "", checkedOn: CalendarDate, isSample: Bool = false,
        zone: LocalizedText? = nil
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
    }

    package func variant(_ id: Variant.ID) -> Variant? { variants.first { $0.id == id } }
}

/// A kind of the same service with requirements of its own: new, renewal, change, lost.
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

/// One thing to bring or to have done.
package struct Requirement: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case original
        /// So many copies, 1 or more.
        case copies(Int)
        /// The original to show and so many copies to hand in.
        case originalAndCopies(Int)
        /// A form to fill in at the counter.
        case form
        /// Photographs, so many.
        case photos(Int)
        /// Done or handed in on the net beforehand.
        case online
        /// A condition, nothing to carry: "17 years old or married".
        case condition
    }

    package var text: LocalizedText
    package var kind: Kind

    package init(text: LocalizedText, kind: Kind) {
        self.text = text
        self.kind = kind
    }
}

/// A reason for which people come, and the services it needs.
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
