import Office
import SlipSamples
import Testing

@testable import Slips

@Suite("A keypad's chart", .timeLimit(.minutes(5)))
struct KeypadChartTests {
    private func texts(_ slip: Slip) -> [String] {
        slip.blocks.compactMap { block in
            if case .text(let text, _, _, _) = block { text } else { nil }
        }
    }

    @Test(
        "V23 V24 the chart names each key and each tone in every language, and what silence means",
        arguments: [Language.indonesian, .english, .portuguese, .tetum])
    func everyLanguage(language: Language) {
        let slip = Sample.writer.keypadChart(sign: "Loket 3", language)
        let texts = texts(slip)
        #expect(texts.first == "Loket 3" && texts.count == 14)
        for cap in ["Enter  ", "+  ", "-  ", "*  ", "/ ", "0 Enter  ", ".  "] {
            #expect(texts.contains { $0.hasPrefix(cap) }, "\(cap)")
        }
        #expect(!texts.contains { $0.contains("slip.keypad") }, "\(texts)")
        #expect(Set(texts).count == texts.count)
        #expect(Sample.writer.keypadChart(sign: nil, language).blocks.count == slip.blocks.count)
    }

    @Test("V24 no sound: press again, and the tones, in English")
    func words() {
        let texts = texts(Sample.writer.keypadChart(sign: nil, .english))
        #expect(texts.first == "Counter keypad" && texts.last == "No sound: press again")
        #expect(texts.contains("Two low tones: nobody waits"))
        #expect(texts.contains("/ number Enter  pass on to that counter"))
    }

    @Test("V23 the chart is a sticker: at most 90 mm of an 80 mm roll, and 110 mm of a 58 mm one")
    func size() throws {
        for (profile, most) in [("generic-escpos-80", 90.0), ("generic-escpos-58", 110)] {
            let profile = try Sample.profile(profile)
            let picture = SlipPicture(profile: profile, shaper: Sample.shaper())
            for language in [Language.indonesian, .english, .portuguese, .tetum] {
                let slip = Sample.writer.keypadChart(sign: "Loket 12", language)
                let millimetres = Double(picture.height(of: [slip])) / profile.dotsPerMillimetre
                #expect(millimetres < most, "\(language) \(millimetres)")
            }
        }
    }
}
