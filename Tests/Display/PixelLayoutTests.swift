import Geometry
import Testing

@testable import Display

@Suite("T1 Pixel layouts", .timeLimit(.minutes(5)))
struct PixelLayoutTests {
    typealias Bits = PixelLayout.Bits
    typealias Field = PixelLayout.Field

    @Test("T1 every layout is told from its bit fields", arguments: PixelLayout.allCases)
    func fromBits(_ layout: PixelLayout) {
        #expect(PixelLayout(layout.bits) == layout)
        #expect(PixelLayout(fourcc: layout.fourcc) == layout)
        var opaque = layout.bits
        opaque.transparency = Field(0, 0)
        #expect(PixelLayout(opaque) == layout)
    }

    @Test("T1 the fourccs are those of drm_fourcc.h")
    func fourccs() {
        #expect(PixelLayout.xrgb8888.fourcc == 0x3432_5258)
        #expect(PixelLayout.rgb565.fourcc == 0x3631_4752)
        #expect(PixelLayout.bgr888.fourcc == 0x3432_4742)
        #expect(PixelLayout(fourcc: 0x3231_564E) == nil)
    }

    @Test(
        "T1 a layout that is none of ours is refused, whatever its bits per pixel",
        arguments: [
            Bits(
                bitsPerPixel: 16, red: Field(10, 5), green: Field(5, 5), blue: Field(0, 5),
                transparency: Field(15, 1)),
            Bits(bitsPerPixel: 16, red: Field(8, 4), green: Field(4, 4), blue: Field(0, 4)),
            Bits(bitsPerPixel: 32, red: Field(20, 10), green: Field(10, 10), blue: Field(0, 10)),
            Bits(bitsPerPixel: 32, red: Field(11, 5), green: Field(5, 6), blue: Field(0, 5)),
            Bits(bitsPerPixel: 8, red: Field(0, 8), green: Field(0, 8), blue: Field(0, 8)),
            Bits(
                bitsPerPixel: 32, red: Field(16, 8), green: Field(8, 8), blue: Field(0, 8),
                transparency: Field(24, 2)),
        ])
    func refused(_ bits: Bits) {
        #expect(PixelLayout(bits) == nil)
    }

    @Test("T1 grey pixels and reversed bits are refused")
    func grey() {
        var bits = PixelLayout.xrgb8888.bits
        bits.isGrayscale = true
        #expect(PixelLayout(bits) == nil)
        bits = PixelLayout.rgb565.bits
        bits.isReversed = true
        #expect(PixelLayout(bits) == nil)
    }

    @Test("T1 the whole layout is printed")
    func printed() {
        #expect(
            PixelLayout.rgb565.bits.description
                == "bits_per_pixel=16 red=11+5 green=5+6 blue=0+5 transp=0+0 grayscale=0 "
                + "msb_right=0")
    }

    @Test("T1 T2 each colour is where its field says, and the unused byte is 0xFF")
    func pixels() {
        let color: UInt32 = 0x00_8142_C3
        let wanted: [PixelLayout: UInt32] = [
            .rgb565: 0x8218, .bgr565: 0xC210, .rgb888: 0x8142C3, .bgr888: 0xC34281,
            .xrgb8888: 0xFF81_42C3, .xbgr8888: 0xFFC3_4281, .rgbx8888: 0x8142_C3FF,
            .bgrx8888: 0xC342_81FF,
        ]
        for layout in PixelLayout.allCases {
            #expect(layout.pixel(color) == wanted[layout], "\(layout)")
            #expect(layout.pixel(color | 0xFF00_0000) == wanted[layout], "\(layout)")
        }
    }
}
