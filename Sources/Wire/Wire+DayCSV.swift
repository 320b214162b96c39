extension Wire.DayReport {
    /// Rows by service and hour (RFC 4180), with times in seconds; empty where nothing was measured.
    package var csv: String {
        let names = Dictionary(services.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let head = [
            "date", "terminal", "service", "prefix", "name", "hour", "given", "served",
            "not_served", "no_show", "withdrawn", "waiting", "expired", "average_wait_seconds",
            "longest_wait_seconds", "average_service_seconds",
        ]
        let rows = cells.map { cell in
            let (line, counts) = (names[cell.service], cell.counts)
            return [date, terminal, cell.service, line?.prefix ?? "", line?.name ?? ""]
                + [
                    cell.hour, counts.given, counts.served, counts.notServed, counts.noShow,
                    counts.withdrawn, counts.waiting, counts.expired,
                ].map(String.init)
                + [
                    counts.averageWaitSeconds, counts.longestWaitSeconds,
                    counts.averageServiceSeconds,
                ].map { $0.map(String.init) ?? "" }
        }
        return ([head] + rows).map { row in
            row.map(Self.quoted).joined(separator: ",") + "\r\n"
        }.joined()
    }

    private static func quoted(_ field: String) -> String {
        field.contains { ",\"\r\n".contains($0) }
            ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }
}
