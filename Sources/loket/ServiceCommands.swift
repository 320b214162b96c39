import ArgumentParser
import Foundation
import Routes
import Wire

struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "The catalogue.",
        subcommands: [ListCommand.self, ShowCommand.self, SearchCommand.self])

    static func table(_ services: [Wire.ServiceSummary]) -> String {
        services.isEmpty
            ? "No services."
            : Table.text(
                ["ID", "PREFIX", "AGENCY", "CHECKED", "WAITING", "TODAY", "NAME"],
                services.map {
                    [
                        $0.id, $0.prefix, $0.agency,
                        $0.checkedOn + ($0.isStale ? " stale" : $0.isSample ? " sample" : ""),
                        String($0.waiting), today($0), $0.name,
                    ]
                })
    }

    /// Whether the service gives tickets, and how many of its quota are given.
    private static func today(_ service: Wire.ServiceSummary) -> String {
        let state = service.opening.hasPrefix("open") ? "open" : "closed"
        guard let quota = service.quota else { return state }
        return "\(state) \(service.given.map { "\($0)" } ?? "?")/\(quota)"
    }

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "All services, with the date of their last check.",
            discussion: "Example: loket service list --stale")

        @OptionGroup var common: CommonOptions
        @Flag(help: "Only those last checked more than six months ago.") var stale = false

        func run() throws {
            try common.run {
                var services = try common.client.call(RouteTable.services, Wire.ServicesWish())
                if stale { services = services.filter(\.isStale) }
                try common.show(services, ServiceCommand.table)
            }
        }
    }

    struct SearchCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search", abstract: "Searches as the screen's search does.",
            discussion: "Example: loket service search kartu")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Words, or their beginnings.") var words: [String]

        func run() throws {
            try common.run {
                let services = try common.client.call(
                    RouteTable.services, Wire.ServicesWish(search: words.joined(separator: " ")))
                try common.show(services, ServiceCommand.table)
            }
        }
    }

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "What a service asks for.",
            discussion: "Example: loket service show ktp-el")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its id, as loket service list has it.") var service: String

        func run() throws {
            try common.run {
                let detail = try common.client.call(
                    RouteTable.service, Wire.ServiceName(service))
                try common.show(detail, text)
            }
        }

        private func text(_ detail: Wire.ServiceDetail) -> String {
            var lines = [
                "\(detail.summary.name) (\(detail.summary.id), \(detail.summary.agency))"
            ]
            lines.append("Now: \(detail.summary.opening)")
            for variant in detail.variants {
                lines.append("\n\(variant.name) (\(variant.id))")
                lines += variant.requirements.map { "  [ ] \($0)" }
            }
            lines.append("\nProcedure")
            lines += detail.procedure.enumerated().map { "  \($0.offset + 1). \($0.element)" }
            lines += [
                "\nTime        \(detail.time)", "Cost        \(detail.cost)",
                "Product     \(detail.product)", "Complaints  \(detail.complaints)",
                "Law         \(detail.legalBasis.joined(separator: ", "))",
                "Source      \(detail.source), checked \(detail.summary.checkedOn)"
                    + (detail.summary.isSample ? ", sample" : ""),
            ]
            return lines.joined(separator: "\n")
        }
    }
}

struct SurveyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey", abstract: "The satisfaction survey.",
        subcommands: [SummaryCommand.self])

    struct SummaryCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "summary", abstract: "Index, grade, and elements from the lowest.",
            discussion: "Example: loket survey summary --from 2026-07-01 --to 2026-12-31")

        @OptionGroup var common: CommonOptions
        @Option(help: "First day; else 1 January.") var from: String?
        @Option(help: "Last day; else today.") var to: String?

        func run() throws {
            try common.run {
                let survey = try common.client.call(
                    RouteTable.survey, Wire.SurveySpan(from: from, to: to))
                try common.show(survey, text)
            }
        }

        private func text(_ survey: Wire.Survey) -> String {
            var lines = [
                "\(survey.from) to \(survey.to): \(survey.respondents) respondents, weight "
                    + "\(survey.weight)"
            ]
            if let index = survey.index, let grade = survey.grade {
                lines.append("Index \(index), grade \(grade)")
            } else {
                lines.append("No respondents, so there is no index.")
            }
            lines.append("")
            lines.append(
                Table.text(
                    ["AVERAGE", "ELEMENT"],
                    survey.elements.map { element in
                        [
                            element.average.map { String(format: "%.2f", $0) } ?? "-",
                            element.name,
                        ]
                    }))
            lines.append("")
            lines.append(
                "Faces: very dissatisfied \(survey.express[0]), dissatisfied "
                    + "\(survey.express[1]), satisfied \(survey.express[2]), very satisfied "
                    + "\(survey.express[3]). Left half-way: \(survey.abandoned).")
            return lines.joined(separator: "\n")
        }
    }
}
