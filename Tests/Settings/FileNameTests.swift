import Foundation
import Office
import Slips
import Testing

@testable import Settings

/// Files that are read, and those that are not.
@Suite("Names of settings files", .timeLimit(.minutes(5)))
struct FileNameTests {
    private func rename(_ old: String, _ new: String, in folder: SettingsFolder) throws {
        try FileManager.default.moveItem(atPath: folder.file(old), toPath: folder.file(new))
    }

    @Test(
        "X2 H3 J1 files that end with .yml or in capitals are read",
        arguments: ["yml", "YAML", "YML", "Yaml"])
    func otherEndings(_ ending: String) throws {
        let folder = try SettingsFolder()
        for file in ["catalogue/civil", "languages/en", "Printers/generic-escpos-80"] {
            try rename("\(file).yaml", "\(file).\(ending)", in: folder)
        }
        let loaded = folder.bundle()
        #expect(loaded.problems.map(\.description) == [])
        #expect(loaded.value?.catalogue.services.count == 2)
        #expect(loaded.value?.phrases.languages == [.indonesian, .english])
        #expect(loaded.value?.profile.value?.columns == 48)
    }

    @Test("X2 H3 J1 a file that is not read is named", arguments: ["civil.yaml.txt", "civil.json"])
    func strangers(_ name: String) throws {
        let folder = try SettingsFolder()
        try folder.write("catalogue/\(name)", SettingsFolder.agency)
        try folder.write("languages/\(name)", "language: en\n")
        let loaded = folder.bundle()
        #expect(loaded.errors == [])
        #expect(
            loaded.problems.map(\.file) == [
                folder.file("catalogue/\(name)"), folder.file("languages/\(name)"),
            ])
        #expect(loaded.problems.allSatisfy { $0.message.contains("is not read") })
    }

    @Test(
        "X2 J1 what editors leave is passed over",
        arguments: [
            ".civil.yaml.swp", "civil.yaml~", "#civil.yaml#", ".#civil.yaml", "._civil.yaml",
        ])
    func leftovers(_ name: String) throws {
        let folder = try SettingsFolder()
        try folder.write("catalogue/\(name)", "agency: {")
        try folder.write("languages/\(name)", "agency: {")
        #expect(folder.bundle().problems == [])
    }

    @Test("X2 J1 of two files with one name the usual one counts, and the other is named")
    func twins() throws {
        let folder = try SettingsFolder()
        try folder.write("languages/en.yml", "language: en\nname: Other\nphrases: {}\n")
        let loaded = folder.languages()
        #expect(loaded.value?.name(of: .english) == "English")
        #expect(loaded.problems.map(\.file) == [folder.file("languages/en.yml")])
        #expect(loaded.problems.map(\.severity) == [.warning])
    }

    @Test("X2 J1 a profile that is there under a longer name is named in the problem")
    func profileNamesake() throws {
        let folder = try SettingsFolder()
        try rename(
            "Printers/generic-escpos-80.yaml", "Printers/generic-escpos-80.yaml.txt", in: folder)
        let problem = try #require(folder.bundle().errors.first)
        #expect(problem.message.contains("generic-escpos-80.yaml.txt"), "\(problem)")
    }

    @Test(
        "X2 J1 a folder, a pipe and a circle of links are told apart, and a pipe is not waited for")
    func unreadable() throws {
        let folder = try SettingsFolder()
        let file = folder.file("questionnaire.yaml")
        func problem() -> String { folder.bundle().errors.first?.message ?? "none" }
        try FileManager.default.removeItem(atPath: file)
        #expect(problem().contains("there is no such file"))
        mkfifo(file, 0o600)
        #expect(problem().contains("a pipe or a device"))
        unlink(file)
        symlink(file, file)
        #expect(problem().contains("in a circle"))
        unlink(file)
        mkdir(file, 0o700)
        #expect(problem().contains("it is a folder"))
    }

    @Test("X2 J1 a file of many megabytes is refused unread")
    func large() throws {
        let folder = try SettingsFolder()
        try folder.write("questionnaire.yaml", String(repeating: "# large\n", count: 200_000))
        #expect(folder.bundle().errors.first?.message.contains("larger than 1024 kB") == true)
    }
}
