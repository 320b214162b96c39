import Foundation
import TestSupport
import Testing

/// Program `rig-glass` in the guest, and the picture that it should show.
final class Exhibition: @unchecked Sendable {
    // Used by one case only, which awaits each step.
    let guest: Guest
    let glass: Glass
    let turn: Turn
    let program: Cable.Program
    /// Picture that it has drawn, upright.
    private(set) var picture: Photo

    init(_ guest: Guest, _ glass: Glass, _ turn: Turn) async throws {
        (self.guest, self.glass, self.turn) = (guest, glass, turn)
        program = try guest.start(
            "rig-glass", glass.backend, "\(turn.degrees)", "\(turn.isMirrored)")
        try await program.hears("its first picture") { $0.text.contains("ready ") }
        let size = program.heard.text.components(separatedBy: "ready ")[1].split(separator: " ")[1]
            .split(separator: "x").compactMap { Int($0) }
        picture = .pattern(width: size[0], height: size[1])
    }

    var lines: [Substring] { program.heard.text.split(separator: "\n") }
    /// Process that draws, not its guardian.
    var pid: String {
        lines.first { $0.hasPrefix("ready ") }?.split(separator: " ")[1].description ?? ""
    }
    var contacts: [Substring] { lines.filter { $0.hasPrefix("contact ") } }

    func square(x: Int, y: Int, width: Int, height: Int, color: UInt32) async throws {
        let hex = String(color, radix: 16)
        let before = lines.count { $0 == "ok" }
        try program.send(Array("square \(x) \(y) \(width) \(height) \(hex)\n".utf8))
        try await program.hears("a square") { _ in self.lines.count { $0 == "ok" } > before }
        let old = picture
        picture = Photo(width: old.width, height: old.height) { column, row in
            (x..<x + width).contains(column) && (y..<y + height).contains(row)
                ? 0xFF00_0000 | color : old.pixels[row * old.width + column]
        }
    }

    /// Waits until the glass shows the picture, pixel for pixel.
    func shows(_ name: String, output: Int = 0) async throws {
        let wanted = turn.onGlass(picture)
        let photo = try await guest.photo(name, output: output, as: wanted)
        Report.shared.keep(photo, as: "\(name) \(glass.testDescription) \(turn.testDescription)")
    }

    /// Waits for a contact with these words, after `count` earlier ones.
    func feels(_ words: String, after count: Int = 0) async throws {
        try await program.hears("«\(words)»") { _ in
            self.contacts.dropFirst(count).contains { $0.hasSuffix(words) }
        }
    }

    func end() async throws {
        try program.endInput()
        try #require(try await program.end().code == 0)
        try await guest.hasTextConsole()
    }
}

extension Photo {
    /// Returns the picture of `rig-glass`, whose rotations are all different.
    static func pattern(width: Int, height: Int) -> Photo {
        Photo(width: width, height: height) { x, y in
            0xFF00_0000 | UInt32(x * 255 / width) << 16 | UInt32(y * 255 / height) << 8
                | UInt32((x ^ y) & 255)
        }
    }
}

extension Rig {
    /// Runs a case with `rig-glass`, which must end well and leave the console as it was.
    static func exhibition(
        _ name: String, on glass: Glass, _ turn: Turn = Turn(),
        _ body: @Sendable (Exhibition) async throws -> Void
    ) async throws {
        try await run(name, on: glass.machine, as: glass.testDescription) { guest in
            try await guest.makeConsoles()
            if glass == .vfb16 { _ = try await guest.loadVirtualFramebuffer() }
            let exhibition = try await Exhibition(guest, glass, turn)
            do {
                try await body(exhibition)
                if exhibition.program.heard.code == nil { try await exhibition.end() }
            } catch {
                let heard = exhibition.program.heard
                let kernel = (try? await guest.shell("dmesg | tail -30")) ?? ""
                throw NeverHappened(
                    what: "\(error)\n\(heard.text.suffix(2_000))\n\(heard.errorText.suffix(2_000))"
                        + "\n\(kernel)")
            }
        }
    }
}
