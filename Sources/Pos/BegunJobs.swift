import Glibc
import Kernel

/// Notes of jobs whose document has begun to leave, in CUPS's cache folder.
///
/// A scheduler that was killed or stopped in mid-job prints it from its start when it runs again
/// (PRINTERS.md, "A scheduler that was killed prints again"), even a job that had ended but was not
/// yet marked so on disk. The note outlives both cases, so that no second copy comes out. It stays
/// after the end as well.
struct BegunJobs {
    private let folder: String?
    private let name: String?
    /// Whether the job had ended before. `begin` then returned its earlier end.
    private(set) var wasOver = false
    /// Reason why there is no note, as a sentence for the technician.
    private(set) var obstacle: String?

    /// Maximum number of notes checked for old ones.
    private static let maximumSwept = 10_000
    /// Age at which CUPS has forgotten the job.
    private static let lifetimeSeconds = 7 * 86_400
    /// Age at which CUPS has stored the end of a job (DirtyCleanInterval, 30 s by default).
    private static let endedLifetimeSeconds = 3_600
    private static let prefix = "loket-pos-begun-"

    /// Creates the notes of a job. `options` come from CUPS and contain the job's UUID.
    init(folder: String?, options: String) {
        self.folder = folder
        let key = "job-uuid=urn:uuid:"
        let word = options.split(separator: " ").first { $0.hasPrefix(key) }
        let uuid = word?.dropFirst(key.count).filter { $0.isHexDigit || $0 == "-" }
        name = uuid.flatMap { $0.isEmpty ? nil : Self.prefix + $0 }
    }

    /// Writes the note. Returns the earlier end where the job was begun before, else nil.
    mutating func begin() -> DialogueEnd? {
        guard let folder, let name else { return nil }
        sweep(folder)
        let path = "\(folder)/\(name)"
        do throws(SystemError) {
            let note = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL)
            try? note.sync()
            return nil
        } catch  where error.code == EEXIST {
            // It was begun before.
        } catch {
            // A missing note is no reason to hold a slip back.
            obstacle =
                "no note of this job can be kept in \(folder): \(error.reason)."
                + " If CUPS is restarted while it prints, it comes out twice."
            return nil
        }
        let end = Self.end(noted: Self.word(path))
        wasOver = end != nil
        return end
            ?? .unknown(
                "the scheduler was restarted while this job was printing; it is not sent twice: "
                    + "see what came out.")
    }

    private static func end(noted word: UInt8) -> DialogueEnd? {
        switch word {
        case UInt8(ascii: "H"): .printed(.processID)
        case UInt8(ascii: "r"): .printed(.status)
        case UInt8(ascii: "e"): .printed(.printEnd)
        case UInt8(ascii: "s"): .sent
        default: nil
        }
    }

    /// Stores the end in the note, to be reported again where CUPS begins the job again.
    func end(_ end: DialogueEnd) {
        guard let folder, let name else { return }
        let path = "\(folder)/\(name)"
        let word: UInt8
        switch end {
        case .notPrinted:
            unlink(path)
            return
        case .unknown: return
        case .printed(.processID): word = UInt8(ascii: "H")
        case .printed(.printEnd): word = UInt8(ascii: "e")
        case .printed: word = UInt8(ascii: "r")
        case .sent: word = UInt8(ascii: "s")
        }
        guard let note = try? Descriptor(opening: path, O_WRONLY) else { return }
        try? note.write([word])
        try? note.sync()
    }

    private static func word(_ path: String) -> UInt8 {
        (try? Descriptor(opening: path, O_RDONLY).read(upTo: 1))?.first ?? 0
    }

    private func sweep(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        let now = time(nil)
        for _ in 0..<Self.maximumSwept {
            guard let entry = readdir(stream) else { return }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(Self.prefix) else { continue }
            var facts = stat()
            let path = "\(folder)/\(name)"
            guard stat(path, &facts) == 0 else { continue }
            let lifetime = facts.st_size > 0 ? Self.endedLifetimeSeconds : Self.lifetimeSeconds
            if now - facts.st_mtim.tv_sec > lifetime { unlink(path) }
        }
    }
}
