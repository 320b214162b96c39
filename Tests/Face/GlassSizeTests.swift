import Display
import Drawing
import Foundation
import Geometry
import Office
import Settings
import Testing

@testable import Face

@Suite("Glass that is too small", .timeLimit(.minutes(5)))
struct GlassSizeTests {
    private final class Box {
        var news: [HardwareNews] = []
    }

    private func news(of panel: Panel) throws -> [HardwareNews] {
        let bundle = try #require(CoreTests.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let box = Box()
        let core = FacePlan(
            content: bundle.content, rules: bundle.rules, hours: OfficeHours(isForcedOpen: true)
        ).core(
            on: Hardware(display: MemoryDisplay(panel: panel)), at: CoreTests.moment(.zero),
            report: { box.news.append($0) })
        core.takePanel()
        return box.news
    }

    @Test("X12 glass that is too small is reported once, with its size and the least one")
    func tooSmall() throws {
        let size = Size(width: 800, height: 480)
        let panel = Panel(size: size, widthMillimetres: 154, heightMillimetres: 86)
        let news = try news(of: panel)
        #expect(news.count == 1)
        let line = try #require(news.first).logLine
        #expect(line.event == "display.tooSmall")
        let problem = "\(line.fields)"
        #expect(problem.contains("154 x 86 mm"))
        #expect(problem.contains("201 x 136 mm, or 166 x 172 mm upright"))
    }

    @Test("X12 the reference panels are large enough") func largeEnough() throws {
        for panel in [Panel.small, .large, .portrait] {
            #expect(try news(of: panel) == [])
        }
    }
}
