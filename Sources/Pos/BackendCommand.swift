import Glibc
import Kernel

/// Command line of `loket-pos`, as CUPS calls it (backend(7)): without arguments it lists printers,
/// with a job it prints that.
package struct BackendCommand {
    private let arguments: [String]
    private let environment: (String) -> String?

    /// Maximum size of a document. A slip has a few hundred kB; more is a mistake in the queue.
    package static let maximumDocumentBytes = 16 << 20
    package static let maximumCopies = 20

    package init(
        arguments: [String] = CommandLine.arguments,
        environment: @escaping (String) -> String? = { name in
            getenv(name).map { String(cString: $0) }
        }
    ) {
        self.arguments = arguments
        self.environment = environment
    }

    /// Does what the arguments ask for. Returns the exit code for CUPS.
    package func run() -> Int32 {
        if arguments.count <= 1 {
            Self.put(Self.listing(USBPrinter.all()), to: STDOUT_FILENO)
            return 0
        }
        guard (6...7).contains(arguments.count) else {
            Self.put(Self.usage, to: STDERR_FILENO)
            return 1
        }
        let messages = CupsMessages()
        do { return try printJob(messages, cancel: try CancelSignal()).exitCode } catch {
            let end = DialogueEnd.notPrinted(error.description)
            messages.end(end)
            return end.exitCode
        }
    }

    /// Prints the job. Throws `LinkError` where the printer is not contacted at all.
    private func printJob(_ messages: CupsMessages, cancel: CancelSignal)
        throws(LinkError) -> DialogueEnd
    {
        let uri: DeviceURI
        do { uri = try DeviceURI(environment("DEVICE_URI") ?? arguments[0]) } catch {
            throw LinkError(description: error.description, code: EINVAL)
        }
        let document = try document()
        var begun = BegunJobs(
            folder: environment("CUPS_CACHEDIR"), options: arguments[5])
        var conversation = Conversation(
            uri: uri, document: document, processID: Self.newProcessID(), messages: messages,
            cancel: cancel)
        return conversation.run(
            willSend: { begun.begin() },
            willClose: { end in
                begun.end(end)
                if let obstacle = begun.obstacle { messages.warn(obstacle) }
                messages.end(end, wasOver: begun.wasOver)
            })
    }

    private func document() throws(LinkError) -> [UInt8] {
        let file = arguments.count > 6 ? arguments[6] : nil
        guard let document = Self.document(file) else {
            throw LinkError(
                description: "The job's document can't be read or is longer than "
                    + "\(Self.maximumDocumentBytes) bytes: see that the queue is a raw one.",
                code: EFBIG)
        }
        // The back end makes the copies only where it is given the file itself (backend(7)).
        guard file != nil, let copies = Int(arguments[4]), copies > 1 else { return document }
        guard copies <= Self.maximumCopies else {
            throw LinkError(
                description: "\(copies) copies are wanted: ask for \(Self.maximumCopies) at most.",
                code: E2BIG)
        }
        return Array([[UInt8]](repeating: document, count: copies).joined())
    }

    /// Returns a line for each printer, as CUPS and `loket printer discover` read it: class, URI,
    /// model, description, IEEE 1284 id and location.
    package static func listing(_ printers: [USBPrinter]) -> String {
        var lines = [
            "network pos \"Unknown\" \"Loket receipt printer (TCP 9100, serial)\" \"\" \"\""
        ]
        for printer in printers {
            let title = quoted(printer.title)
            lines.append(
                "direct \(printer.uri) \(title) \(quoted(printer.title + " (loket-pos)")) "
                    + "\"\" \"\"")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let usage = """
        Usage: loket-pos JOB USER TITLE COPIES OPTIONS [FILE]

        CUPS calls this back end with a job, and the printer in DEVICE_URI; without arguments it
        lists printers. To install it:

          install -o root -g root -m 0755 loket-pos /usr/lib/cups/backend/pos

        With mode 0755 it runs as the user lp, who reaches network and USB printers; a serial port
        needs lp in the group dialout, or mode 0700 to run as root. Then, for example:

          lpadmin -p slips -E -v 'pos://192.168.1.50/?confirm=H' -m raw \\
              -o printer-error-policy=abort-job

        Devices: pos://HOST[:9100]/  pos:/dev/usb/lp0  pos:/dev/usb/lp?serial=NUMBER
                 pos:/dev/ttyS0?baud=9600[&flow=none|rtscts|xonxoff]  pos:/FILE?file
        Options: confirm=H (GS ( H) | r (GS r, default) | none   ask=yes|no   buffer=BYTES (4096)
                 connect=S (3)  answer=S (1)  wait=S for paper (60)  still=S without progress (15)

        """

    private static func quoted(_ text: String) -> String {
        "\"" + text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } + "\""
    }

    private static func put(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Reads the file, else standard input to its end. Nil where it cannot be read or is too long.
    private static func document(_ file: String?) -> [UInt8]? {
        guard let file else {
            let input = Descriptor(owning: STDIN_FILENO)
            let document = try? input.readAll(maximum: maximumDocumentBytes)
            // It stays open for the process.
            _ = input.release()
            return document
        }
        return try? Descriptor(opening: file, O_RDONLY).readAll(maximum: maximumDocumentBytes)
    }

    /// Returns four random characters, which no recent job is likely to have.
    private static func newProcessID() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in UInt8.random(in: 33...126, using: &random) }
    }
}
