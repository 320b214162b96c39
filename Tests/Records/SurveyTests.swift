import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: answers that lead to nobody", .timeLimit(.minutes(5)))
struct SurveyTests {
    let test = TestRecords()

    private var halfDay: HalfDay { HalfDay(LocalTime(test.now, in: test.day.zone)) }

    private static func response(_ answers: [String: Int]) -> SurveyResponse {
        SurveyResponse(questionnaireVersion: "1", answers: answers, profile: ["age": "21-30"])
    }

    @Test("G2 no column and no foreign key leads from what knows a ticket to what knows an answer")
    func schema() async throws {
        let records = try test.open()
        let answers: Set = [
            "survey_response", "survey_answer", "survey_profile", "express_rating",
            "survey_abandoned", "questionnaire",
        ]
        let visitors: Set = [
            "ticket", "call", "print_attempt", "survey_token", "journal", "journal_note",
            "last_number", "document_print", "paper_roll", "paper_state", "paper_use",
            "incarnation", "clock_mark", "number_floor", "counter", "ratio", "press",
            "service_time", "wait_outcome", "opening_order",
        ]
        let (columns, references, all) = try await records.readRaw { db in
            let tables = answers.union(visitors)
            return (
                try Dictionary(
                    uniqueKeysWithValues: tables.map { ($0, try db.columns(in: $0).map(\.name)) }),
                try Dictionary(
                    uniqueKeysWithValues: tables.map {
                        ($0, try db.foreignKeys(on: $0).map(\.destinationTable))
                    }),
                try String.fetchSet(
                    db,
                    sql: """
                        SELECT name FROM sqlite_master WHERE type = 'table'
                        AND name NOT LIKE 'service_search%' AND name NOT LIKE 'grdb_%'
                        """)
            )
        }
        #expect(all == answers.union(visitors), "a new table has to be named on one side here")
        let shared = Set(answers.flatMap { columns[$0] ?? [] })
            .intersection(visitors.flatMap { columns[$0] ?? [] })
        // Hundreds of rows share a service; `value` is a number in one table and an answer in the other.
        #expect(shared == ["service", "value"])
        for table in answers {
            #expect(Set(references[table] ?? []).isSubset(of: ["survey_response"]))
            #expect(columns[table]?.contains { $0.hasSuffix("_at") || $0 == "rowid" } == false)
        }
        for table in visitors { #expect(answers.isDisjoint(with: references[table] ?? [])) }
    }

    @Test("G2 the order of rows says nothing of the order in which people answered") func order()
        async throws
    {
        let records = try test.open()
        var tokens: [String] = []
        for turn in 0..<32 {
            let ticket = try await test.issue(records)[0].ticket
            tokens.append(ticket.surveyToken)
            let response = SurveyResponse(
                questionnaireVersion: "\(turn)", answers: ["biaya": 1 + turn % 4])
            #expect(
                try await records.saveSurvey(response, token: ticket.surveyToken, halfDay: halfDay))
        }
        let (answers, spent, hasRowID) = try await records.readRaw { db in
            (
                try String.fetchAll(db, sql: "SELECT version FROM survey_response"),
                try String.fetchAll(db, sql: "SELECT token FROM survey_token WHERE is_spent"),
                [
                    "survey_response", "survey_answer", "survey_profile", "survey_token",
                    "service_search",
                ].map {
                    (try? Int.fetchOne(db, sql: "SELECT count(rowid) FROM \($0)")) != nil
                }
            )
        }
        // The probability that 32 rows keep their order by chance is 1 in 32!.
        #expect(Set(answers).count == 32 && answers != (0..<32).map(String.init))
        #expect(spent == tokens.sorted(), "tokens lie in their own order, not in that of answers")
        #expect(hasRowID == [false, false, false, false, true], "only the search has them")
    }

    @Test("G2 a token that was never given, or is spent, keeps nothing") func tokens() async throws
    {
        let records = try test.open()
        let token = try await test.issue(records)[0].ticket.surveyToken
        let response = Self.response(["biaya": 4])
        #expect(try await !records.saveSurvey(response, token: "0000000000", halfDay: halfDay))
        #expect(
            try await records.saveSurvey(response, token: token.lowercased(), halfDay: halfDay))
        #expect(try await !records.saveSurvey(response, token: token, halfDay: halfDay))
        let today = test.day.date(at: test.now)
        #expect(try await records.surveySummary(from: today, to: today).respondents == 1)
    }

    @Test("G2 an answer that is none keeps nothing and spends no token", arguments: [0, 5, -1])
    func noAnswer(value: Int) async throws {
        let records = try test.open()
        let token = try await test.issue(records)[0].ticket.surveyToken
        await #expect(throws: RecordsError.self) {
            _ = try await records.saveSurvey(
                Self.response(["biaya": value, "waktu": 3]), token: token, halfDay: halfDay)
        }
        await #expect(throws: RecordsError.self) {
            try await records.saveExpress(value, halfDay: halfDay)
        }
        let today = test.day.date(at: test.now)
        #expect(try await records.surveySummary(from: today, to: today) == SurveySummary())
        #expect(
            try await records.saveSurvey(
                Self.response(["biaya": 3]), token: token, halfDay: halfDay))
    }

    @Test("G1 a question has the options of its scale, and a set's version keeps them")
    func scales() async throws {
        let records = try test.open()
        func questionnaire(_ count: Int) -> Questionnaire {
            let options = (1...count).map { LocalizedText([.indonesian: "\($0)"]) }
            return Questionnaire(
                name: "unit", version: "2",
                questions: [
                    .init(id: "speed", name: "Speed", text: "How fast?", options: options)
                ], profile: [])
        }
        for count in [10, 5] {
            try records.transactionNow { try $0.survey.know(questionnaire(count)) }
        }
        func response(_ value: Int) -> SurveyResponse {
            SurveyResponse(
                questionnaireName: "unit", questionnaireVersion: "2", answers: ["speed": value],
                serviceID: "ktp-el")
        }
        for value in [10, 7, 7] {
            #expect(try await records.saveSurvey(response(value), token: nil, halfDay: halfDay))
        }
        await #expect(
            throws: RecordsError.refused("Question speed has the options 1 to 10, not 11.")
        ) {
            _ = try await records.saveSurvey(response(11), token: nil, halfDay: halfDay)
        }
        _ = try await records.saveSurvey(Self.response(["biaya": 2]), token: nil, halfDay: halfDay)
        let today = test.day.date(at: test.now)
        let summary = try await records.surveySummary(from: today, to: today)
        #expect(summary.answers["speed"] == [0, 0, 0, 0, 0, 0, 2, 0, 0, 1])
        #expect(summary.answers["biaya"] == [0, 1, 0, 0])
        let kept = try await records.readRaw { db in
            try String.fetchSet(
                db,
                sql:
                    "SELECT questionnaire || version || coalesce(service, '-') FROM survey_response"
            )
        }
        #expect(kept == ["unit2ktp-el", "skm1-"])
    }

    @Test(
        "G1 a response of a slip has the service of its ticket, and the chosen one goes before it")
    func service() async throws {
        let records = try test.open()
        let tickets = try await test.issue(
            records,
            [TestRecords.request("K"), TestRecords.request("P"), TestRecords.request("Q")]
        ).map(\.ticket)
        try await records.markShown(tickets[1].id, at: test.now)
        try await records.transfer(
            tickets[1].id, to: "service-X", who: "staff", at: test.now)
        for (index, ticket) in tickets.enumerated() {
            var response = Self.response(["biaya": 4])
            if index == 2 { response.serviceID = "chosen" }
            #expect(
                try await records.saveSurvey(
                    response, token: ticket.surveyToken, halfDay: halfDay))
        }
        let services = try await records.readRaw {
            try String.fetchSet($0, sql: "SELECT service FROM survey_response")
        }
        #expect(services == ["service-K", "service-X", "chosen"])
    }

    @Test("G2 the half-day turns at noon of the office") func noon() {
        let zone = test.day.zone
        let date = CalendarDate(year: 2026, month: 11, day: 23)
        for (minute, text) in [(0, "AM"), (719, "AM"), (720, "PM"), (1_439, "PM")] {
            let local = LocalTime(Date(date, minute: minute, in: zone), in: zone)
            #expect(HalfDay(local).description == "2026-11-23 \(text)")
        }
    }

    @Test("G4 a summary's index and ranking come from the answers, and from its days only")
    func summary() async throws {
        let records = try test.open()
        // The sums of a published result: 29 respondents, index 91.48 (exact) and 90.56 (0.11).
        let sums = [105, 101, 100, 116, 102, 105, 106, 105, 115]
        let keys = (1...9).map { "element\($0)" }
        for respondent in 0..<29 {
            let answers = zip(keys, sums).map { key, sum in
                (key, sum / 29 + (respondent < sum % 29 ? 1 : 0))
            }
            let response = Self.response(Dictionary(uniqueKeysWithValues: answers))
            #expect(try await records.saveSurvey(response, token: nil, halfDay: halfDay))
        }
        let today = test.day.date(at: test.now)
        test.now += 86_400
        let worst = Dictionary(uniqueKeysWithValues: keys.map { ($0, 1) })
        #expect(
            try await records.saveSurvey(Self.response(worst), token: nil, halfDay: halfDay))
        let summary = try await records.surveySummary(from: today, to: today)
        #expect(summary.respondents == 29 && keys.map(summary.sum) == sums)
        #expect(summary.index(of: keys, weight: .exact)?.text == "91.48")
        #expect(summary.index(of: keys, weight: .twoDigits)?.text == "90.56")
        #expect(summary.ranking(of: keys).prefix(3) == ["element3", "element2", "element5"])
        let both = try await records.surveySummary(from: today, to: test.day.date(at: test.now))
        #expect(both.respondents == 30)
    }
}
