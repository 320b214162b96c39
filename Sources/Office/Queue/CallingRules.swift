/// Ratio of priority to regular calls, where both classes wait (D3).
package struct CallRatio: Hashable, Sendable {
    /// Calls of a period for each class, 1 or more.
    package var priority: Int
    package var regular: Int

    package init(priority: Int = 1, regular: Int = 2) {
        precondition(priority >= 1 && regular >= 1, "each class has its share")
        self.priority = priority
        self.regular = regular
    }

    /// Number of calls after which the pattern begins again.
    package var period: Int { priority + regular }

    /// Class that is called at a place of the pattern. The priority calls are spread evenly, and one
    /// of them stands first; so any `period` successive places have `priority` of them.
    package func classAt(_ position: Int) -> QueueClass {
        let place = position % period
        func count(_ places: Int) -> Int { (places * priority + period - 1) / period }
        return count(place + 1) > count(place) ? .priority : .regular
    }

    /// Place after this one.
    package func after(_ position: Int) -> Int { (position + 1) % period }
}

/// Ratio of one service group, named by any service in it.
package struct GroupRatio: Hashable, Sendable {
    package var serviceID: Service.ID
    package var ratio: CallRatio

    package init(serviceID: Service.ID, ratio: CallRatio) {
        self.serviceID = serviceID
        self.ratio = ratio
    }
}

/// Rules by which counters call, from the settings.
package struct CallingRules: Hashable, Sendable {
    package var counters: [Counter]
    /// Ratio of all service groups that have none of their own.
    package var ratio: CallRatio
    package var groupRatios: [GroupRatio]
    /// Wait in seconds from which a ticket goes before all that wait for less (D3).
    package var longestWaitSeconds: Int
    /// Time in seconds after a call in which *next* is refused (D7).
    package var nextPauseSeconds: Int
    /// Least time in seconds from a call to the recall after which a visitor may be absent (D2).
    package var recallGapSeconds: Int
    /// Time in seconds for which an absent visitor's ticket is set aside (D2).
    package var asideSeconds: Int
    /// Number of times that a visitor is absent until the ticket ends (D2).
    package var maximumRounds: Int
    /// Usual time in seconds from call to call, for services whose own times are not known yet; nil:
    /// none, and their waits are not known (E2).
    package var usualSeconds: Int?

    package init(
        counters: [Counter] = [], ratio: CallRatio = CallRatio(), groupRatios: [GroupRatio] = [],
        longestWaitSeconds: Int = 2_700, nextPauseSeconds: Int = 5, recallGapSeconds: Int = 10,
        asideSeconds: Int = 300,
        maximumRounds: Int = 3, usualSeconds: Int? = nil
    ) {
        self.counters = counters
        self.ratio = ratio
        self.groupRatios = groupRatios
        self.longestWaitSeconds = longestWaitSeconds
        self.nextPauseSeconds = nextPauseSeconds
        self.recallGapSeconds = recallGapSeconds
        self.asideSeconds = asideSeconds
        self.maximumRounds = maximumRounds
        self.usualSeconds = usualSeconds
    }

    package func counter(_ id: Counter.ID) -> Counter? { counters.first { $0.id == id } }

    /// Group of services that a counter belongs to: all that hang together by counters which call
    /// several of them. Its name is the first service of the alphabet in it. The ratio's position is
    /// one for each group, so that every counter has exactly one (D3).
    package func serviceGroup(of counter: Counter) -> Service.ID {
        services(inGroupOf: counter).min() ?? counter.id
    }

    /// Groups of all counters, in their order. Each group is looked for once.
    package var serviceGroups: [Service.ID] {
        var groups = counters.map(\.id)
        var isKnown = counters.map(\.services.isEmpty)
        for index in counters.indices where !isKnown[index] {
            let services = services(inGroupOf: counters[index])
            guard let name = services.min() else { continue }
            for other in counters.indices where !services.isDisjoint(with: counters[other].services)
            {
                (groups[other], isKnown[other]) = (name, true)
            }
        }
        return groups
    }

    /// Ratio of the group that a counter belongs to.
    package func ratio(at counter: Counter) -> CallRatio {
        if groupRatios.isEmpty { return ratio }
        let services = services(inGroupOf: counter)
        return groupRatios.first { services.contains($0.serviceID) }?.ratio ?? ratio
    }

    /// Services of the group that a counter belongs to.
    package func services(inGroupOf counter: Counter) -> Set<Service.ID> {
        var known = Set(counter.services)
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for other in counters where !known.isDisjoint(with: other.services) {
                let size = known.count
                known.formUnion(other.services)
                if known.count > size { isGrowing = true }
            }
        }
        return known
    }

    /// Services and classes of a catalogue that no counter calls (D8).
    package func uncalled(_ services: [Service.ID]) -> [(service: Service.ID, class: QueueClass)] {
        services.flatMap { service in
            QueueClass.allCases.filter { queueClass in
                !counters.contains { $0.calls(service, queueClass) }
            }.map { (service, $0) }
        }
    }
}
