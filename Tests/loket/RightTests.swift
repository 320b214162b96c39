import Foundation
import Routes
import TestSupport
import Testing
import Wire

/// Rights on the real socket: what each allows, and who has it. A new route is added to the list of its
/// right here.
@Suite("loket: who may ask the daemon what", .timeLimit(.minutes(10)))
struct RightTests {
    /// Person at the other end of the socket.
    enum Person: String, CaseIterable {
        case root
        /// Member of the group that the state folder has, as `loket` is on a terminal.
        case member
        case stranger

        /// User and group as setpriv(1) takes them. The numbers belong to nobody.
        func ids(group: Int) -> (user: Int, group: Int) {
            switch self {
            case .root: (0, 0)
            case .member: (64_711, group)
            case .stranger: (64_712, 64_712)
            }
        }
    }

    static let everybodyAllowed: Set<Person> = [.root, .member]

    /// Routes of the socket by their right, and who has it where the display is in memory.
    static let table: [(right: Right, who: Set<Person>, routes: [String])] = [
        (
            .look, everybodyAllowed,
            [
                "status", "events", "waitIdle", "clockShow", "queueList", "ticketShow",
                "counterList", "counterWhy", "ticketHistory", "serviceList", "serviceShow",
                "surveySummary", "dayReport", "dayReportPDF", "officeShow", "printerList",
                "printerReport", "slipPreview",
                "printHistory", "paperShow", "touchList", "touchTestShow", "calibrationShow",
                "screenState", "screenshot", "keypadList", "keypadBindShow", "keypadChart",
                "soundShow",
            ]
        ),
        (
            .tickets, everybodyAllowed,
            [
                "ticketPrint", "ticketVoid", "queueMove", "ticketIssue", "ticketClass",
                "ticketTakeBack",
            ]
        ),
        (.office, everybodyAllowed, ["officeOpen", "officeClose", "officeAuto"]),
        (.call, everybodyAllowed, ["counterPress"]),
        (.callGiven, everybodyAllowed, ["counterCall"]),
        (
            .service, everybodyAllowed,
            [
                "dayReportPrint", "printerResume", "paperLoaded", "paperConfirm", "printerTest",
                "touchTestBegin", "calibrationBegin", "clean", "loadPaper", "keypadBind",
                "keypadUnbind", "keypadChartPrint", "soundTest",
            ]
        ),
        (.clock, [.root], ["clockAccept", "clockSet"]),
        (.touch, everybodyAllowed, ["tap"]),
    ]

    @Test("J4 each route of the socket is under one right, as the table here says") func complete()
    {
        let routes = RouteTable.all.filter { $0.door == .socket }
        for right in Right.allCases {
            let listed = Self.table.filter { $0.right == right }.flatMap(\.routes)
            #expect(
                listed.sorted() == routes.filter { $0.right == right }.map(\.name).sorted(),
                "routes of the right \(right)")
        }
    }

    @Test(
        "J4 on the real socket root and the group may what the table says, and strangers nothing",
        .enabled(if: getuid() == 0, "only root can ask as somebody else"))
    func people() async throws {
        let group = 64_710
        let folder = try TemporaryFolder()
        // As the unit does it for the group loket: what is made in the folder has its group.
        try FileManager.default.createDirectory(
            atPath: folder.file("state"), withIntermediateDirectories: false)
        #expect(chown(folder.file("state"), 0, gid_t(group)) == 0)
        #expect(chmod(folder.file("state"), 0o2750) == 0)
        let daemon = try await Daemon.ready(folder)
        for person in Person.allCases {
            let (user, its) = person.ids(group: group)
            for (right, who, names) in Self.table {
                for name in names {
                    let route = try #require(RouteTable.all.first { $0.name == name })
                    let answer = try await ask(route, daemon.socket, user: user, group: its)
                    let about: Comment = "\(person) asks \(name), which needs \(right): \(answer)"
                    if person == .stranger {
                        // The kernel refuses the connection.
                        #expect(answer.exit == 7 && answer.status == 0, about)
                    } else if who.contains(person) {
                        #expect(answer.status >= 200 && answer.status != 403, about)
                    } else {
                        #expect(answer.status == 403, about)
                        #expect(answer.failure?.code == .forbidden, about)
                    }
                }
            }
        }
        #expect(try await daemon.stop() == 0)
    }

    /// Answer to a request of curl, and curl's exit code.
    private struct Answer {
        var exit: Int32
        var status: Int
        var content: String
        var failure: Wire.Failure? {
            try? JSONDecoder().decode(Wire.Failure.self, from: Data(content.utf8))
        }
    }

    private func ask(_ route: RouteFacts, _ socket: String, user: Int, group: Int) async throws
        -> Answer
    {
        let path = route.path.replacing("{ticket}", with: "K-001")
            .replacing("{service}", with: "ktp-el").replacing("{counter}", with: "1")
        // The stream of news has no end, and a locked screen is not idle.
        let query = ["events": "?since=0", "waitIdle": "?seconds=0"][route.name] ?? ""
        let done = try await Command.run(
            "setpriv",
            [
                "--reuid", "\(user)", "--regid", "\(group)", "--clear-groups", "curl", "--silent",
                "--max-time", route.name == "events" ? "5" : "60", "--write-out", "\n%{http_code}",
                "--unix-socket", socket, "--request", route.method.rawValue,
            ] + (route.method == .post ? ["--data", "{}"] : [])
                + ["http://loketd\(path)\(query)"])
        let lines = done.text.split(separator: "\n", omittingEmptySubsequences: false)
        return Answer(
            exit: done.status, status: lines.last.flatMap { Int($0) } ?? 0,
            content: lines.dropLast().joined(separator: "\n"))
    }
}
