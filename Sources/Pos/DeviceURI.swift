/// Device URI of CUPS with the scheme `pos`: place and protocol of a receipt printer.
///
///     pos://192.168.1.50:9100/?confirm=H&buffer=4096
///     pos:/dev/usb/lp0?confirm=r        pos:/dev/usb/lp?serial=X4UZ012345
///     pos:/dev/ttyS0?baud=19200&flow=rtscts
///     pos:/tmp/slips?file
package struct DeviceURI: Sendable, Hashable {
    /// Connection to the printer.
    package enum Place: Sendable, Hashable {
        /// Raw TCP port, 9100 by default.
        case tcp(host: String, port: UInt16)
        /// Device file of usblp. With a serial number it is the file of the printer that has it, so
        /// that this may move to another port.
        case usb(path: String, serial: String?)
        case serial(path: String, baud: Int, flow: SerialFlow)
        /// File that is written anew for each job, for tests.
        case file(path: String)
    }

    package enum SerialFlow: String, Sendable, Hashable, CaseIterable {
        case none, rtscts, xonxoff
    }

    package var place: Place
    package var settings: DialogueSettings
    /// Time limit for the connection, 0.001 to 60 s.
    package var connectLimit: Duration

    package init(
        place: Place, settings: DialogueSettings = DialogueSettings(),
        connectLimit: Duration = .seconds(3)
    ) {
        self.place = place
        self.settings = settings
        self.connectLimit = connectLimit
    }

    /// Name of the printer in messages.
    package var name: String {
        switch place {
        case .tcp(let host, let port): "\(host):\(port)"
        case .usb(let path, nil): path
        case .usb(let path, let serial?): "\(path) (serial number \(serial))"
        case .serial(let path, _, _), .file(let path): path
        }
    }
}

/// Error in a device URI, as one sentence.
package struct DeviceURIError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
}

extension DeviceURI {
    /// Speeds of serial ports in bits per second.
    package static let bauds = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]
    package static let bufferRange = 16...1_048_576

    /// Parses a device URI. Throws `DeviceURIError`, which says what to write.
    package init(_ text: String) throws(DeviceURIError) {
        func wrong(_ what: String) -> DeviceURIError {
            DeviceURIError(description: "The device URI \(text) \(what)")
        }
        guard text.hasPrefix("pos:/") else {
            throw wrong(
                "is not one of loket-pos: write pos://HOST:9100/, pos:/dev/usb/lp0, "
                    + "pos:/dev/ttyS0?baud=9600 or pos:/FILE?file.")
        }
        let halves = text.dropFirst(4).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var options = try URIOptions(halves.count > 1 ? halves[1] : "", of: text)
        if halves[0].hasPrefix("//") {
            place = try Self.network(halves[0].dropFirst(2), text)
        } else {
            guard let path = URIOptions.decoded(halves[0]), path.utf8.count > 1 else {
                throw wrong("names no file: write pos:/dev/usb/lp0.")
            }
            place = try Self.device(path, &options, text)
        }
        if case .file = place { options.isOneWay = true }
        settings = DialogueSettings()
        connectLimit = .seconds(3)
        if let value = try options.duration("connect", milliseconds: 1...60_000) {
            connectLimit = value
        }
        try settings.take(&options)
        if case .serial(_, let baud, _) = place {
            // A byte takes ten bits. The answer may follow a whole buffer of them.
            settings.standstillLimit += .seconds(settings.bufferBytes * 10 / baud)
        }
        try options.end()
    }

    private static func network(_ authority: Substring, _ text: String)
        throws(DeviceURIError) -> Place
    {
        func wrong(_ what: String) -> DeviceURIError {
            DeviceURIError(description: "The device URI \(text) \(what)")
        }
        let parts = authority.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.dropFirst().allSatisfy(\.isEmpty) else {
            throw wrong("has a path behind the host: write pos://HOST:9100/?OPTIONS.")
        }
        var host = parts.first ?? ""
        var port = "9100"
        if host.hasPrefix("["), let close = host.firstIndex(of: "]") {
            let rest = host[host.index(after: close)...]
            host = host[host.index(after: host.startIndex)..<close]
            if rest.hasPrefix(":") { port = String(rest.dropFirst()) }
        } else if let colon = host.lastIndex(of: ":") {
            port = String(host[host.index(after: colon)...])
            host = host[..<colon]
        }
        guard !host.isEmpty else { throw wrong("names no host: write pos://HOST:9100/.") }
        guard let number = UInt16(port), number > 0 else {
            throw wrong("has the port \(port): give one from 1 to 65535.")
        }
        // The zone of an address is %25eth0 in a URI (RFC 6874). The plain form is accepted too.
        return .tcp(host: URIOptions.decoded(host) ?? String(host), port: number)
    }

    private static func device(_ path: String, _ options: inout URIOptions, _ text: String)
        throws(DeviceURIError) -> Place
    {
        if options.take("file") != nil { return .file(path: path) }
        if path.hasPrefix("/dev/usb/") {
            return .usb(path: path, serial: options.take("serial"))
        }
        if let baud = try options.number("baud", in: 1_200...115_200) {
            guard bauds.contains(baud) else {
                throw DeviceURIError(
                    description: "The device URI \(text) has baud=\(baud): "
                        + "give 9600, 19200, 38400, 57600 or 115200, as the printer is set.")
            }
            let flow = try options.choice("flow", of: SerialFlow.self) ?? .none
            return .serial(path: path, baud: baud, flow: flow)
        }
        throw DeviceURIError(
            description: "The device URI \(text) does not say what \(path) is: add ?baud=9600 for "
                + "a serial port or ?file for a file, or name /dev/usb/lp0.")
    }
}
