import Foundation

/// Text of a settings file with plain line ends, so that the YAML parser counts its lines as an
/// editor does.
struct SettingsText {
    /// Most bytes of a file. The largest file of the repository has 40 kB.
    static let maximumBytes = 1 << 20

    /// Text in which every line ends with a line feed. A byte that is no UTF-8 is U+FFFD.
    let text: String
    /// Lines, from 1, that are not UTF-8.
    let brokenLines: [Int]

    /// Lines as an editor counts them, at least 1.
    var lineCount: Int { text.utf8.count { $0 == 0x0A } + 1 }

    /// Reads a file. Adds a problem and gives nil where it can't be read.
    init?(file: String, problems: ProblemList) {
        if let reason = Self.reasonAgainst(file) {
            problems.add(nil, "", "can't be read: \(reason)")
            return nil
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            problems.add(nil, "", "can't be read; see that the file is there and readable")
            return nil
        }
        self.init(bytes: [UInt8](data))
    }

    init(bytes: [UInt8]) {
        let plain = Self.withPlainLineEnds(bytes)
        if let whole = String(validating: plain, as: UTF8.self) {
            (text, brokenLines) = (whole, [])
            return
        }
        text = String(decoding: plain, as: UTF8.self)
        brokenLines = plain.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .filter { String(validating: $0.element, as: UTF8.self) == nil }.map { $0.offset + 1 }
    }

    /// Reason why a path is not read; nil for an ordinary file. A pipe would never end.
    private static func reasonAgainst(_ path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return "there is no such file"
            case EACCES: return "a folder on its way is closed to this user; see its owner and mode"
            case ELOOP: return "its links lead in a circle"
            default: return String(cString: strerror(errno))
            }
        }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return "it is a folder; name a file"
        default: return "it is a pipe or a device; name an ordinary file"
        }
        if facts.st_size > maximumBytes { return "it is larger than \(maximumBytes / 1024) kB" }
        return access(path, R_OK) == 0
            ? nil : "it is closed to this user; see its owner and mode (chown, chmod)"
    }

    /// Line ends of every system as line feeds, without a byte order mark. The marks U+0085, U+2028
    /// and U+2029, at which YAML begins a line and an editor does not, become spaces.
    private static func withPlainLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func holds(_ mark: [UInt8]) -> Bool { bytes[index...].starts(with: mark) }
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x0D:
                plain.append(0x0A)
                index += holds([0x0D, 0x0A]) ? 2 : 1
            case 0xC2 where holds([0xC2, 0x85]):
                plain.append(0x20)
                index += 2
            case 0xE2 where holds([0xE2, 0x80, 0xA8]) || holds([0xE2, 0x80, 0xA9]):
                plain.append(0x20)
                index += 3
            default:
                plain.append(byte)
                index += 1
            }
        }
        return plain
    }
}
