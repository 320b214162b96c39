import Errands
import Screens
import Testing

@Suite("T45 T46 Light while nobody is there", .timeLimit(.minutes(5)))
struct IdleLightTests {
    @Test("T45 dim after its time, black after its own, bright at a touch") func rest() {
        var light = IdleLight(rules: .init(dimAfter: .seconds(60), darkAfter: .seconds(300)))
        light.tick(.seconds(10), mayRest: true)
        #expect(light.level == .bright && light.deadline == .seconds(70))
        light.tick(.seconds(69), mayRest: true)
        #expect(light.level == .bright)
        light.tick(.seconds(70), mayRest: true)
        #expect(light.level == .dim && light.deadline == .seconds(310))
        light.tick(.seconds(310), mayRest: true)
        #expect(light.level == .dark && light.deadline == nil)
        light.touched(.seconds(400))
        light.tick(.seconds(401), mayRest: true)
        #expect(light.level == .bright && light.deadline == .seconds(460))
    }

    @Test("T46 what needs the screen keeps it bright, and the time begins anew after it")
    func inhibited() {
        var light = IdleLight(rules: .init(dimAfter: .seconds(60), darkAfter: .seconds(300)))
        light.tick(.seconds(0), mayRest: true)
        light.tick(.seconds(400), mayRest: true)
        #expect(light.level == .dark)
        light.tick(.seconds(401), mayRest: false)
        #expect(light.level == .bright && light.deadline == nil)
        light.tick(.seconds(402), mayRest: true)
        #expect(light.level == .bright && light.deadline == .seconds(462))
    }

    @Test("T45 never means never") func never() {
        var light = IdleLight(rules: .init(dimAfter: nil, darkAfter: nil))
        light.tick(.zero, mayRest: true)
        light.tick(.seconds(1_000_000), mayRest: true)
        #expect(light.level == .bright && light.deadline == nil)
    }
}
