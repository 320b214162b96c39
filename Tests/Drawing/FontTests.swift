import Drawing
import Foundation
import Testing

// Fonts are set for a whole process, so each of these tests runs in a process of its own.
@Suite("T51 Fonts", .timeLimit(.minutes(5)))
struct FontTests {
    static let inter = "/usr/share/fonts/opentype/inter"
    static let dejavu = "/usr/share/fonts/truetype/dejavu"

    /// Loads the fonts of these folders. Returns the error about missing ones, or nil.
    static func load(folders: [String]) throws -> FontError? {
        try Ink.withFolder { folder in
            let path = folder + "/fonts.conf"
            let lines = (folders + [folder]).map { "<dir>\($0)</dir>" }.joined(separator: "\n")
            try """
            <?xml version="1.0"?>
            <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
            <fontconfig>
            \(lines)
            <cachedir>\(folder)/cache</cachedir>
            </fontconfig>
            """.write(toFile: path, atomically: true, encoding: .utf8)
            do {
                try Fonts.load(configuration: path)
                return nil
            } catch let error as FontError {
                guard error.configuration == path else { throw error }
                return error
            }
        }
    }

    @Test("T51 the fonts of the repository's own file are all there")
    func repository() async {
        await #expect(processExitsWith: .success) {
            try Fonts.load(configuration: Ink.root + "/Kiosk/fonts.conf")
        }
    }

    @Test("T51 a missing family is named, and so is the package that has it")
    func missing() async {
        await #expect(processExitsWith: .success) {
            let error = try #require(
                try FontTests.load(folders: [FontTests.inter, FontTests.dejavu]))
            #expect(error.missing == ["Material Icons"])
            #expect(error.description.contains("Material Icons"))
            #expect(error.description.contains("fonts-material-design-icons-iconfont"))
            #expect(!error.description.contains("fonts-inter"))
            #expect(error.description.contains(error.configuration))
        }
    }

    @Test("T51 without any font all three families and packages are named")
    func none() async {
        await #expect(processExitsWith: .success) {
            let error = try #require(try FontTests.load(folders: []))
            #expect(error.missing == ["Inter", "DejaVu Sans", "Material Icons"])
            for package in ["fonts-inter", "fonts-dejavu-core"] {
                #expect(error.description.contains(package))
            }
        }
    }

    @Test("T51 a fontconfig file that is not there is named as the fault, not the fonts")
    func noFile() async {
        await #expect(processExitsWith: .success) {
            let path = "/nowhere/fonts.conf"
            let error = #expect(throws: FontError.self) { try Fonts.load(configuration: path) }
            #expect(error?.description.contains("\(path) can't be read") == true)
        }
    }
}
