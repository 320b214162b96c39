import Foundation
import Office
import Settings
import Testing

@Suite("Keyboard layouts", .timeLimit(.minutes(5)))
struct KeyboardLoaderTests {
    private func load(_ text: String) throws -> Loaded<KeyboardLayout> {
        let file = NSTemporaryDirectory() + "loket-keyboard-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return KeyboardLoader.load(file: file)
    }

    @Test("T42 a layout is a data file, and the repository's equals the built-in one")
    func repository() {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let loaded = KeyboardLoader.load(file: root + "/Kiosk/keyboards/latin.yaml")
        #expect(loaded.problems.isEmpty)
        #expect(loaded.value == .latin)
    }

    @Test(
        "T42 what is wrong with a layout is named by line and field",
        arguments: [
            ("letters: [ABC]\n", 1, "symbols"),
            ("letters: [ABCDEFGHIJKL]\nsymbols: [\"1\"]\n", 1, "letters"),
            ("letters: [ABC]\nsymbols: [\"11\"]\n", 2, "symbols"),
            ("letters: [ABC]\nsymbols: [\"1\"]\nalternates: {Z: Ž}\n", 3, "alternates.Z"),
            ("letters: [ABC]\nsymbols: [\"1\"]\nleters: [X]\n", 3, "leters"),
        ])
    func broken(text: String, line: Int, field: String) throws {
        let loaded = try load(text)
        #expect(loaded.value == nil)
        #expect(loaded.problems.map(\.line) == [line])
        #expect(loaded.problems.map(\.field) == [field])
    }
}
