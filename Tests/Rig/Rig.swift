import Foundation
import TestSupport
import Testing

/// Running machines, one of each kind, and the list of cases.
actor Rig {
    static let shared = Rig()

    /// Whether cases with loketd on real glass run. LOKET_RIG_GLASS=0 leaves them out, for quick
    /// work on the rig itself. They are listed, and fail where nothing may be skipped.
    static let hasGlass = ProcessInfo.processInfo.environment["LOKET_RIG_GLASS"] != "0"
    static let noGlass = "LOKET_RIG_GLASS=0"

    private var guests: [Machine: Guest] = [:]

    /// Returns the running machine of this kind, booted if necessary.
    func guest(_ machine: Machine) async throws -> Guest {
        if let guest = guests[machine], !guest.isOver { return guest }
        let guest = try await Guest(machine)
        guests[machine] = guest
        return guest
    }

    /// Discards the machine of a case that failed midway. The next case gets a new one.
    func discard(_ machine: Machine) async {
        try? await guests.removeValue(forKey: machine)?.cutPower()
    }

    func end() async {
        for guest in guests.values { try? await guest.powerOff() }
        guests = [:]
    }

    /// Runs a case on a shared machine and adds it to the list. A failure in it must throw, so that
    /// the list is correct; the machine of a failed case is not used again.
    static func run(
        _ name: String, on machine: Machine, as label: String? = nil, unless reason: String? = nil,
        _ body: @Sendable (Guest) async throws -> Void
    ) async throws {
        try await run(name, as: label ?? machine.rawValue, unless: reason) {
            let guest = try await shared.guest(machine)
            do { try await body(guest) } catch {
                await shared.discard(machine)
                throw error
            }
        }
    }

    /// Runs a case with machines of its own. With a reason it is skipped, which fails where nothing
    /// may be skipped.
    static func run(
        _ name: String, as label: String, unless reason: String? = nil,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        if let reason {
            Report.shared.skip(name, on: label, because: reason)
            #expect(!Report.isStrict, "\(name) [\(label)] is skipped: \(reason)")
            return
        }
        let start = ContinuousClock.now
        var result = "FAILED"
        defer {
            let time = (ContinuousClock.now - start).components
            let seconds = Double(time.seconds) + Double(time.attoseconds) / 1e18
            Report.shared.add(.init(name: name, machine: label, result: result, seconds: seconds))
        }
        try await body()
        result = "passed"
    }
}

/// Scope around all cases, which ends the machines and prints the list.
struct ListsCases: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let result = await Result { try await function() }
        await Rig.shared.end()
        print(Report.shared.text)
        try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, with the reason, where the machine lacks what the rig needs.
    static var whereQEMUIs: Self {
        .enabled(if: GuestImage.isMissing == nil, "\(GuestImage.isMissing ?? "")")
    }
}

/// Suite of all cases that boot. They run one after the other, since two cores run at most two
/// machines.
@Suite("Rig", .serialized, .whereQEMUIs, ListsCases(), .timeLimit(.minutes(15)))
enum RigTests {}
