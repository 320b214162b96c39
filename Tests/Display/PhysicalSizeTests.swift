import Geometry
import Testing

@testable import Display

@Suite("T39 Millimetres of glass", .timeLimit(.minutes(5)))
struct PhysicalSizeTests {
    let glass = Size(width: 1280, height: 800)

    @Test("T39 what a monitor says counts where it can be")
    func plausible() {
        #expect(
            PhysicalSize.plausible(width: 217, height: 136, glass: glass)
                == PhysicalSize(width: 217, height: 136))
    }

    @Test(
        "T39 nothing, ratios in the place of sizes and dots that nobody makes do not count",
        arguments: [(0, 0), (-1, -1), (16, 10), (160, 100), (160, 90), (9000, 5600), (217, 400)])
    func implausible(_ width: Int, _ height: Int) {
        #expect(PhysicalSize.plausible(width: width, height: height, glass: glass) == nil)
    }

    @Test("T39 a turned glass has its sides turned, and what a technician says is upright")
    func turned() {
        let transform = PixelTransform(.init(rotation: .quarter), glass: glass)
        let device = PhysicalSize(width: 217, height: 136)
        let panel = Panel(transform: transform, device: device, override: nil)
        #expect(panel.size == Size(width: 800, height: 1280))
        #expect(panel.widthMillimetres == 136 && panel.heightMillimetres == 217)
        let said = Panel(
            transform: transform, device: device, override: .init(width: 100, height: 160))
        #expect(said.widthMillimetres == 100 && said.heightMillimetres == 160)
    }

    @Test("T39 where nobody knows, it is 160 dots an inch")
    func unknown() {
        let panel = Panel(
            transform: .init(.upright, glass: glass), device: nil, override: nil)
        #expect(panel == Panel(size: glass))
        #expect(abs(panel.widthMillimetres - 203.2) < 0.01)
    }
}
