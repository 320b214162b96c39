import Office
import Testing

@Suite("Ticket states", .timeLimit(.minutes(5)))
struct TicketStateTests {
    @Test("D1 only a ticket that waits or is held can be called") func callable() {
        #expect(TicketState.callable == [.waiting, .held])
        #expect(TicketState.allCases.filter { $0.canBecome(.called) } == TicketState.callable)
    }

    @Test("D1 what is over stays over") func ends() {
        for state in TicketState.over { #expect(state.successors == [], "\(state)") }
        #expect(TicketState.done.successors == [])
    }

    @Test("A3 a day's end expires all that is open but what is at a counter") func expiring() {
        #expect(TicketState.expiring == [.reserved, .printing, .waiting, .called, .held])
    }

    @Test("A1 D2 a wrapping range skips what is open and what may be taken back") func holding() {
        #expect(Set(TicketState.holdingNumber) == Set(TicketState.open + [.noShow]))
        #expect(Set(TicketState.open).isDisjoint(with: TicketState.over))
    }

    @Test("B1 B11 a number that nobody has seen is in the queue and can't be called")
    func unseen() {
        for state in TicketState.unseen {
            #expect(state.isInQueue && !state.canBecome(.called), "\(state)")
        }
    }

    @Test("A3 every state counts once in the day's numbers") func day() {
        let all = TicketState.open + [.done] + TicketState.gone + [.expired]
        #expect(all.count == TicketState.allCases.count)
        #expect(Set(all) == Set(TicketState.allCases))
    }

    @Test("B every state of a slip is open, an end, or no slip at all") func paper() {
        #expect(Set(PaperState.open + PaperState.ends + [.none]) == Set(PaperState.allCases))
        #expect(PaperState.ends.allSatisfy { $0.isOnPaper != $0.isLost })
        #expect(PaperState.allCases.filter { !$0.isEnd } == PaperState.open)
    }
}
