import Errands
import Foundation
import Geometry
import Office
import Testing
import Touch

@testable import Screens

/// Effects of every touch on every screen, as a readable table. A change of the session changes the
/// table; `LOKET_RECORD=1` writes it anew and fails the run.
@Suite("Session table", .timeLimit(.minutes(5)))
struct SessionTableTests {
    static let file = World.root + "/Tests/Screens/SessionTable.txt"

    @Test("C1 L1-L5 every touch on every screen leads where the table says") func table() throws {
        let shaper = World.shaper()
        var lines: [String] = []
        for (name, base) in Session.everyScreen() {
            let targets = ScreenView(of: base, panel: .large, measuring: shaper).targets
            lines.append("\(name) (\(base.screenName))")
            for target in targets.sorted(by: { $0.id.name < $1.id.name }) {
                guard target.isEnabled else {
                    lines.append("    \(target.id.name): disabled")
                    continue
                }
                var session = base
                let effects = session.handle(.tap(target.id), at: World.now)
                let done = effects.map(Self.name).joined(separator: ", ")
                let change = Self.change(base, session)
                lines.append(
                    "    \(target.id.name): \(change)\(done.isEmpty ? "" : " + \(done)")")
            }
        }
        let text = lines.joined(separator: "\n") + "\n"
        if GoldenTests.isRecording {
            try text.write(toFile: Self.file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.file); read it, then run without LOKET_RECORD")
            return
        }
        let stored = try String(contentsOfFile: Self.file, encoding: .utf8)
        let (new, old) = (Set(lines), Set(stored.split(separator: "\n").map(String.init)))
        #expect(
            text == stored,
            "only now: \(new.subtracting(old).prefix(5)); only stored: \(old.subtracting(new).prefix(5))"
        )
    }

    @Test("C8 nothing that a visitor can touch leads out of the visitor's screens") func closed() {
        let shaper = World.shaper()
        let known = Set(Session.everyScreen().map(\.session.screenName))
        for (name, base) in Session.everyScreen() {
            for target in ScreenView(of: base, panel: .small, measuring: shaper).targets {
                var session = base
                _ = session.handle(.tap(target.id), at: World.now)
                #expect(known.contains(session.screenName), "\(name): \(target.id.name)")
                #expect(
                    !["cleaning", "load-paper"].contains(session.screenName)
                        || session.screenName == base.screenName,
                    "\(name): staff's step \(session.screenName) opened by touch")
            }
        }
    }

    private static func change(_ before: Session, _ after: Session) -> String {
        if after.screenName != before.screenName { return "-> \(after.screenName)" }
        if after.visit.screen != before.visit.screen { return "-> \(after.screenName), changed" }
        return after.visit == before.visit ? "stays" : "stays, changed"
    }

    /// Returns the name of the effect without its values.
    private static func name(_ effect: Effect) -> String {
        String("\(effect)".prefix { $0 != "(" })
    }
}
