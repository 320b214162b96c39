import Foundation
import Wire

/// Reader of server-sent events: bytes in pieces of any size become news.
struct NewsReader {
    /// Limit of one event in bytes; a longer one ends the stream.
    static let maximumEventBytes = 1 << 20

    /// Whether the bytes come in chunks (RFC 9112 7.1).
    var isChunked = false
    private var waiting: [UInt8] = []
    /// Bytes left of the current chunk, with the line end behind it.
    private var chunkLeft = 0
    private var line: [UInt8] = []
    private var data = ""

    /// Takes bytes and returns the news that they complete. Throws `CommandFailure` where the bytes
    /// are no such stream.
    mutating func take(_ bytes: [UInt8]) throws(CommandFailure) -> [Wire.News] {
        var found: [Wire.News] = []
        for byte in isChunked ? try unchunk(bytes) : bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                if line.count > Self.maximumEventBytes { throw Self.unreadable }
                continue
            }
            if let news = try takeLine() { found.append(news) }
            line = []
        }
        return found
    }

    /// Takes a line of the stream. An empty one ends an event, and a colon begins a comment.
    private mutating func takeLine() throws(CommandFailure) -> Wire.News? {
        let text = String(decoding: line, as: UTF8.self)
        guard text.isEmpty else {
            if text.hasPrefix("data: ") { data += text.dropFirst("data: ".count) }
            return nil
        }
        defer { data = "" }
        if data.isEmpty { return nil }
        guard let news = try? JSONDecoder().decode(Wire.News.self, from: Data(data.utf8)) else {
            throw Self.unreadable
        }
        return news
    }

    private mutating func unchunk(_ bytes: [UInt8]) throws(CommandFailure) -> [UInt8] {
        var content: [UInt8] = []
        waiting += bytes
        while !waiting.isEmpty {
            if chunkLeft > 0 {
                let count = min(chunkLeft, waiting.count)
                // The last two bytes of a chunk end its line.
                content += waiting.prefix(min(count, max(0, chunkLeft - 2)))
                waiting.removeFirst(count)
                chunkLeft -= count
                continue
            }
            guard let end = waiting.firstRange(of: [13, 10]) else { break }
            let size = String(decoding: waiting[..<end.lowerBound], as: UTF8.self)
                .split(separator: ";").first.flatMap { Int($0, radix: 16) }
            guard let size, size <= Self.maximumEventBytes else { throw Self.unreadable }
            waiting.removeSubrange(..<end.upperBound)
            // The chunk of no bytes is the last one.
            chunkLeft = size + 2
        }
        return content
    }

    private static var unreadable: CommandFailure {
        .answered(
            Refusal(
                .failed,
                "The stream of news can't be read: loket and loketd are of different versions."))
    }
}
