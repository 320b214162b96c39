import Foundation
import Testing
import Wire

@testable import Routes

@Suite("Routes: the table and what it makes of a request", .timeLimit(.minutes(5)))
struct RouteTests {
    @Test("J1 names are unique, paths begin with their door's, and each parameter has a field")
    func table() {
        let all = RouteTable.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map { "\($0.method) \($0.path)" }).count == all.count)
        for route in all {
            #expect(route.path.hasPrefix("/v1/") == (route.door == .socket), "\(route.path)")
            #expect(route.summary.hasSuffix("."), "\(route.name)")
            let names = Set(route.query.fields.map(\.name))
            #expect(names.isSuperset(of: route.pathNames), "\(route.name)")
            for (code, sentence) in route.refusals {
                #expect(sentence.hasSuffix(".") && code.status >= 400, "\(route.name)")
            }
            #expect(route.method == .post || route.body.fields.isEmpty, "\(route.name)")
        }
    }

    @Test("J1 every code has one status, one exit code and a sentence") func codes() {
        for code in Refusal.Code.allCases {
            #expect((400...503).contains(code.status) && code.exitStatus != .done)
            #expect(code.sentence.hasSuffix("."))
            #expect(Refusal.Code(status: code.status).status == code.status)
        }
        #expect(Refusal.Code(status: 418) == .invalid && Refusal.Code(status: 599) == .failed)
        #expect(Refusal.Code.noService.exitStatus == .noAnswer)
        #expect(Refusal.Code.atFault.exitStatus == .refused)
    }

    @Test("J1 a path leads to its route, and another method is told from another path")
    func matches() {
        func name(_ method: String, _ path: Substring) -> String? {
            guard case .route(let index, _) = RouteMatch(method, path, in: RouteTable.all)
            else { return nil }
            return RouteTable.all[index].name
        }
        #expect(name("GET", "/v1/tickets/K-001") == "ticketShow")
        #expect(name("POST", "/v1/tickets/K-001/void") == "ticketVoid")
        #expect(name("GET", "/v1/printers/preview.png") == "slipPreview")
        for path in ["/v1/tickets/", "/v1/ticket", "/v1/tickets/a/b", "//", "/v1/status/"] {
            guard case .unknown = RouteMatch("GET", Substring(path), in: RouteTable.all) else {
                Issue.record("\(path) has a route")
                continue
            }
        }
        guard case .wrongMethod(let methods) = RouteMatch("PUT", "/v1/touch", in: RouteTable.all)
        else {
            Issue.record("PUT has a route")
            return
        }
        #expect(methods == [.post])
    }

    @Test(
        "J1 what a client asks for arrives as it was meant, whatever is in it",
        arguments: [
            "K-001", "a b&c=d/e?f#g%h+i", "Ã ñ 漢字 \u{1F600}", "../..", "%41",
        ])
    func roundTrip(text: String) throws {
        let target = try RouteTable.ticket.target(Wire.TicketName(text))
        guard
            case .route(_, let parameters) = RouteMatch(
                "GET", Substring(target), in: RouteTable.all)
        else {
            Issue.record("\(target) has no route")
            return
        }
        let name = try RouteTable.ticket.facts.query(
            Wire.TicketName.self, path: parameters, query: nil)
        #expect(name.ticket == text)

        let search = try RouteTable.services.target(.init(search: text))
        let query = search.split(separator: "?", maxSplits: 1).last
        let wish = try RouteTable.services.facts.query(
            Wire.ServicesWish.self, path: [:], query: query)
        #expect(wish.search == text)
    }

    @Test("J1 a wrong field is named with its path, its place and what it may be")
    func wrongFields() throws {
        let facts = RouteTable.tap.facts
        for (body, field, says) in [
            (#"{"x": 1}"#, "y", "is missing"), (#"{"x": "1", "y": 1}"#, "x", "not a string"),
            (#"{"x": 1.5, "y": 1}"#, "x", "whole number"),
            (#"{"x": 9223372036854775807, "y": 1}"#, "x", "whole number"),
            (#"{"x": 40000, "y": 1}"#, "x", "from -32768 to 32767, not 40000"),
            (#"{"x": 1e400, "y": 1}"#, "x", "x"), (#"{"x": null, "y": 1}"#, "x", "is missing"),
            (#"{"x": true, "y": 1}"#, "x", "not a boolean"),
            (#"{"x": 1, "y": 1, "phase": "hover"}"#, "phase", "down, move, up or cancel"),
            ("[]", nil, "must be an object"), (#"{"x": 1, "#, nil, "no JSON"),
            ("", nil, "no JSON"), (#"{"x": NaN, "y": 1}"#, nil, "no JSON"),
        ] {
            do throws(Refusal) {
                _ = try facts.body(Wire.Tap.self, Array(body.utf8))
                Issue.record("\(body) was taken")
            } catch {
                #expect(error.code == .invalid, "\(body)")
                #expect(error.field == field, "\(body): \(error)")
                #expect(error.description.contains(says), "\(body): \(error)")
            }
        }
        let tap = try facts.body(Wire.Tap.self, Array(#"{"x": -5, "y": 7, "z": []}"#.utf8))
        #expect(tap == Wire.Tap(x: -5, y: 7))
    }

    @Test("J1 a parameter that is no number is refused, and so is one out of range")
    func wrongParameters() throws {
        let facts = RouteTable.prints.facts
        for text in ["limit=abc", "limit=0", "limit=1001", "limit=1e300", "limit=%zz", "limit="] {
            let refusal = #expect(throws: Refusal.self) {
                try facts.query(Wire.PrintsWish.self, path: [:], query: Substring(text))
            }
            #expect(refusal?.field == "limit", "\(text)")
        }
        for (text, limit) in [("", nil), ("limit=7", 7), ("other=x&limit=9&limit=1", 9)] {
            let wish = try facts.query(Wire.PrintsWish.self, path: [:], query: Substring(text))
            #expect(wish.limit == limit)
        }
    }

    @Test("J1 D6 an order names what it needs, and the field that is missing or wrong")
    func ordersNeed() throws {
        let press = RouteTable.counterPress.facts
        let move = RouteTable.queueMove.facts
        for (route, body, field) in [
            (press, #""order": "next", "reason": "anything""#, nil),
            (press, #""order": "pause""#, "reason"),
            (press, #""order": "pause", "reason": null"#, "reason"),
            (press, #""order": "pause", "reason": "closing""#, "reason"),
            (press, #""order": "pause", "reason": "meal""#, nil),
            (press, #""order": "not-served", "reason": "meal""#, "reason"),
            (press, #""order": "not-served", "reason": "closing""#, nil),
            (press, #""order": "resume""#, "ticket"),
            (press, #""order": "resume", "ticket": "K-001""#, nil),
            (press, #""order": "transfer""#, "toService"),
            (press, #""order": "transfer", "toService": "kk", "toCounter": "2""#, "toService"),
            (press, #""order": "transfer", "toService": null, "toCounter": "2""#, nil),
            (move, #""service": "kk""#, "to"),
            (move, #""service": "kk", "to": "ktp-el", "reason": "closing""#, "to"),
            (move, #""service": "kk", "reason": "tired""#, "reason"),
            (move, #""service": "kk", "reason": "closing""#, nil),
        ] as [(RouteFacts, String, String?)] {
            let bytes = Array("{\"id\": \"a\", \(body)}".utf8)
            do throws(Refusal) {
                if route.name == move.name {
                    _ = try route.body(Wire.MoveRequest.self, bytes)
                } else {
                    _ = try route.body(Wire.Press.self, bytes)
                }
                #expect(field == nil, "\(body) was taken")
            } catch {
                #expect(error.code == .invalid && error.field == field, "\(body): \(error)")
                #expect(error.description.hasSuffix("."), "\(error)")
            }
        }
    }

    @Test("J1 a text has its form, and its length is counted as JSON Schema counts it")
    func forms() throws {
        for (form, good, bad) in [
            (
                TextForm.date, ["2026-11-22", "0000-01-01"],
                ["", "2026-1-22", "2026-11-22 ", "26-11-2022", "2026-11-2٣", "-026-11-22"]
            ),
            (
                .newsIdentity, ["0", "d31cabdb-1", "1-0", "ffffffff-999999999999999999"],
                ["", "00", "x", "-1", "1-", "+1-1", "1-+1", "1-1-1", "D3-1", "123456789-1", "0\n"]
            ),
            (
                .timeOfDay, ["00:00", "15:30", "23:59"],
                ["", "24:00", "8:30", "08:60", "08:3", "0830", "08:30 ", "٠8:30", "+8:30"]
            ),
            (
                .sentence, ["the child is ill", " . ", String(repeating: "x", count: 500)],
                ["", " \t\n", "\u{A0}\u{3000}", String(repeating: "x", count: 501)]
            ),
        ] {
            for text in good { #expect(form.takes(text), "\(form): \(text)") }
            for text in bad { #expect(!form.takes(text), "\(form): \(text)") }
        }
        // One character of a person, and two of JSON Schema.
        let text = String(repeating: "e\u{301}", count: 51)
        #expect(text.count == 51)
        let refusal = #expect(throws: Refusal.self) {
            try RouteTable.services.facts.query(
                Wire.ServicesWish.self, path: [:],
                query:
                    "search=\(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
            )
        }
        #expect(refusal?.field == "search")
        #expect(refusal?.description.contains("0 to 100 characters, not 102") == true)
    }

    @Test("J1 a shape is what its type reads and writes") func shapes() throws {
        let shape = Shape(of: Wire.TouchTrial.self)
        func field(_ name: String) -> Shape.Field? { shape.fields.first { $0.name == name } }
        #expect(field("state")?.shape == .words(["running", "done", "timedOut", "cancelled"]))
        #expect(field("problem")?.isRequired == false && field("device")?.isRequired == true)
        guard case .array(.object(let touch))? = field("touches")?.shape else {
            Issue.record("touches are no objects")
            return
        }
        #expect(touch.name == "TouchTrialTouch" && touch.fields.count == 5)
        let report = Shape(of: Wire.DayReport.self)
        #expect(report.fields.first { $0.name == "paper" }?.shape == .map(.integer))
        #expect(Shape(of: [Wire.Print].self).kind == "an array")

        let trial = Wire.TouchTrial(
            id: 1, device: "page", state: .done, columns: 4, rows: 2,
            missing: [.init(column: 1, row: 1)], problem: "none")
        let json = try JSONDecoder().decode(JSONValue.self, from: Wire.encode(trial))
        try json.check(shape)
        #expect(throws: Refusal.self) { try json.check(report) }
    }
}
