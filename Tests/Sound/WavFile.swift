import Foundation
import TestSupport

/// Device of alsa-lib that writes what it plays into a file, on a machine without a sound card.
enum FileDevice {
    /// Configuration of alsa-lib for this process, made once: the library keeps what it has read.
    private static let configuration: TemporaryFolder? = {
        guard let folder = try? TemporaryFolder("asound") else { return nil }
        let text = """
            pcm.loketfile {
                @args [ FILE ]
                @args.FILE { type string }
                type plug
                slave {
                    pcm { type file file $FILE format "wav" truncate true slave.pcm { type null } }
                    rate 48000
                    channels 1
                    format S16_LE
                }
            }
            """
        do { try folder.write(text, to: "asoundrc") } catch { return nil }
        setenv(
            "ALSA_CONFIG_PATH", "/usr/share/alsa/alsa.conf:" + folder.file("asoundrc"), 1)
        return folder
    }()

    /// Name of a device that writes this file.
    static func name(_ file: String) -> String {
        _ = configuration
        return "loketfile:FILE=\"\(file)\""
    }
}

/// Sound of a WAV file: one channel of 16 bits.
struct WavFile {
    var rate = 0
    var samples: [Int16] = []

    init(_ path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        func number(_ place: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        guard bytes.count >= 44, number(22, 2) == 1, number(34, 2) == 16 else {
            throw NeverHappened(what: "one channel of 16 bits in \(path)")
        }
        rate = number(24, 4)
        samples = stride(from: 44, to: bytes.count - 1, by: 2).map {
            Int16(truncatingIfNeeded: number($0, 2))
        }
    }

    /// Peak of a part, as a share of full scale.
    static func peak(_ part: ArraySlice<Int16>) -> Double {
        Double(part.map { abs(Int($0)) }.max() ?? 0) / Double(Int16.max)
    }

    /// Strength of a frequency in a part, by Goertzel's algorithm: 1 for a pure tone of full scale.
    static func strength(_ hertz: Double, in part: ArraySlice<Int16>, rate: Int) -> Double {
        let factor = 2 * cos(2 * Double.pi * hertz / Double(rate))
        var (one, two) = (0.0, 0.0)
        for sample in part {
            (one, two) = (Double(sample) / Double(Int16.max) + factor * one - two, one)
        }
        let power = one * one + two * two - factor * one * two
        return 2 * max(0, power).squareRoot() / Double(max(1, part.count))
    }
}
