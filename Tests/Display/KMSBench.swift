import Geometry

@testable import Display

/// Display on a fake card, with its log.
final class KMSBench {
    let card: FakeCard
    let display: KMSDisplay
    var log: [String] { sentences.list }
    private final class Sentences { var list: [String] = [] }
    private let sentences = Sentences()
    let shadow: PixelBuffer
    var size: Size { display.panel.size }

    init(
        _ card: FakeCard = FakeCard(), _ orientation: Orientation = .upright
    ) throws(CardRefusal) {
        self.card = card
        let sentences = sentences
        display = try KMSDisplay(
            card: card, route: try DRMRoute.choose(on: card, connector: nil),
            settings: GlassSettings(orientation: orientation),
            log: { sentences.list.append($0) })
        shadow = PixelBuffer(size: display.panel.size)
    }

    /// Whether nothing is due but the next check of the connector.
    var isQuiet: Bool { display.deadline.map { $0 > card.time + .seconds(1) } ?? false }

    var isShown: Bool { card.shows(shadow, display.transform) }

    func paint(_ color: UInt32) throws(DisplayError) {
        for index in 0..<size.area {
            shadow.bytes.storeBytes(of: color, toByteOffset: index * 4, as: UInt32.self)
        }
        try display.present(shadow, .full(size))
    }

    /// Serves everything that is due now.
    @discardableResult
    func serve() -> [DisplayNews] {
        var news: [DisplayNews] = []
        for _ in 0..<10 {
            news.append(display.service(at: card.time))
            guard let deadline = display.deadline, deadline <= card.time else { break }
        }
        return news.filter { $0 != .none }
    }
}
