/// What the office offers: its agencies, their services, and what each service asks for (H1).
public struct Catalogue: Sendable, Equatable {
    public var agencies: [Agency]
    public var services: [Service]
    /// Reasons for which people come ("a child was born"), each with the services it needs (L2).
    public var occasions: [Occasion]

    public init(agencies: [Agency] = [], services: [Service] = [], occasions: [Occasion] = []) {
        self.agencies = agencies
        self.services = services
        self.occasions = occasions
    }

    public func agency(_ id: Agency.ID) -> Agency? { agencies.first { $0.id == id } }
    public func service(_ id: Service.ID) -> Service? { services.first { $0.id == id } }
    public func services(of agency: Agency.ID) -> [Service] {
        services.filter { $0.agencyID == agency }
    }

    /// The services that the welcome screen offers, the most used first (L1).
    public var featured: [Service] {
        services.filter { $0.featured != nil }.sorted { ($0.featured ?? 0) < ($1.featured ?? 0) }
    }
}

/// An institution with counters in the office (*instansi*).
public struct Agency: Identifiable, Hashable, Sendable {
    public var id: String
    public var name: LocalizedText
    /// The name people use: "Dukcapil".
    public var short: String
    /// Where its counters stand: "Zona A, loket 3-5".
    public var zone: LocalizedText

    public init(id: String, name: LocalizedText, short: String, zone: LocalizedText) {
        self.id = id
        self.name = name
        self.short = short
        self.zone = zone
    }
}

/// A service (*layanan*) with the six components that face the public (Permenpan-RB 15/2014):
/// requirements (per variant), procedure, time, cost, product, complaints.
public struct Service: Identifiable, Hashable, Sendable {
    public var id: String
    public var agencyID: Agency.ID
    /// Letter or letters of its numbers, 1 to 3, unique in the office (A1).
    public var prefix: String
    /// First and last number of a day; without it numbers start at 1 and have no end (A1).
    public var numberRange: ClosedRange<Int>?
    public var name: LocalizedText
    /// Other words people search by: "kartu kuning".
    public var keywords: [String]
    /// Place among the most used, 1 first; nil where it is not offered on the welcome screen.
    public var featured: Int?
    public var variants: [Variant]
    public var procedure: [LocalizedText]
    public var time: LocalizedText
    public var cost: LocalizedText
    public var product: LocalizedText
    public var complaints: LocalizedText
    public var legalBasis: [String]
    /// Where the entry was read.
    public var source: String
    /// When it was last compared with its source; older than six months shows its date (H3).
    public var checkedOn: CalendarDate
    /// A sample of this repository, not yet the office's own word.
    public var isSample: Bool
    /// Counter or zone; nil: the agency's.
    public var zone: LocalizedText?

    public init(
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

    public func variant(_ id: Variant.ID) -> Variant? { variants.first { $0.id == id } }
}

/// A kind of the same service with requirements of its own: new, renewal, change, lost.
public struct Variant: Identifiable, Hashable, Sendable {
    public var id: String
    public var name: LocalizedText
    public var requirements: [Requirement]

    public init(id: String, name: LocalizedText, requirements: [Requirement]) {
        self.id = id
        self.name = name
        self.requirements = requirements
    }
}

/// One thing to bring or to have done.
public struct Requirement: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
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

    public var text: LocalizedText
    public var kind: Kind

    public init(text: LocalizedText, kind: Kind) {
        self.text = text
        self.kind = kind
    }
}

/// A reason for which people come, and the services it needs.
public struct Occasion: Identifiable, Hashable, Sendable {
    public var id: String
    public var name: LocalizedText
    public var serviceIDs: [Service.ID]

    public init(id: String, name: LocalizedText, serviceIDs: [Service.ID]) {
        self.id = id
        self.name = name
        self.serviceIDs = serviceIDs
    }
}
