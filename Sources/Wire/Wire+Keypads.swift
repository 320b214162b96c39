/// Keypads of the counters, and the tones that answer them.
extension Wire {
    package struct Keypad: Codable, Sendable, Equatable {
        /// Port, as `usb-0000:00:14.0-2`; empty where the pad reports none.
        package var port: String
        /// Vendor and product, as `04d9:a02a`.
        package var vendorProduct: String
        package var name: String
        /// Counter that it is bound to; nil: none.
        package var counter: String?
        package var isPresent: Bool
        /// Cap of the key that was pressed last since the daemon started.
        package var lastKey: String?
        /// Time of that key.
        package var lastKeyAt: String?
        /// Ports with an unbound pad of the same model, where this one is away.
        package var elsewhere: [String]

        package init(
            port: String, vendorProduct: String, name: String, counter: String?, isPresent: Bool,
            lastKey: String?, lastKeyAt: String?, elsewhere: [String]
        ) {
            (self.port, self.vendorProduct, self.name) = (port, vendorProduct, name)
            (self.counter, self.isPresent) = (counter, isPresent)
            (self.lastKey, self.lastKeyAt, self.elsewhere) = (lastKey, lastKeyAt, elsewhere)
        }
    }

    package struct KeypadBindRequest: Codable, Sendable, Equatable {
        package var counter: String
        /// Whether a pad of another counter may be taken; nil: no.
        package var replace: Bool?

        package init(counter: String, replace: Bool? = nil) {
            (self.counter, self.replace) = (counter, replace)
        }
    }

    /// Binding of a pad that is under way, or the last one.
    package struct KeypadBinding: Codable, Sendable, Equatable {
        package enum State: String, Codable, CaseIterable, Sendable {
            /// Waits for a key on the pad.
            case listening
            case bound
            /// Ended: the pad is another counter's, or the disk refused.
            case refused
            /// Ended: no key came in time.
            case timedOut
        }

        /// Number of the binding in this daemon's run.
        package var id: Int
        package var counter: String
        package var state: State
        /// Pad on which a key was pressed.
        package var name: String?
        package var vendorProduct: String?
        package var port: String?
        /// Reason of the end, as a sentence.
        package var problem: String?

        package init(
            id: Int, counter: String, state: State, name: String? = nil,
            vendorProduct: String? = nil, port: String? = nil, problem: String? = nil
        ) {
            (self.id, self.counter, self.state) = (id, counter, state)
            (self.name, self.vendorProduct, self.port) = (name, vendorProduct, port)
            self.problem = problem
        }
    }

    package struct KeypadUnbindRequest: Codable, Sendable, Equatable {
        package var counter: String
        /// Port of the pad; nil: all pads of the counter.
        package var port: String?

        package init(counter: String, port: String? = nil) {
            (self.counter, self.port) = (counter, port)
        }
    }

    package struct ChartWish: Codable, Sendable, Equatable {
        /// Counter whose sign stands on the chart; nil: a chart for any counter.
        package var counter: String?
        /// Language of the chart; nil: the office's first.
        package var language: String?
        /// Printer profile of the picture; nil: the terminal's own.
        package var profile: String?

        package init(counter: String? = nil, language: String? = nil, profile: String? = nil) {
            (self.counter, self.language, self.profile) = (counter, language, profile)
        }
    }

    package struct ChartRequest: Codable, Sendable, Equatable {
        /// Counter whose sign stands on the chart; nil: a chart for any counter.
        package var counter: String?
        /// Language of the chart; nil: the office's first.
        package var language: String?

        package init(counter: String? = nil, language: String? = nil) {
            (self.counter, self.language) = (counter, language)
        }
    }

    package struct Sound: Codable, Sendable, Equatable {
        /// ALSA's name of the device; nil: there is no sound.
        package var device: String?
        /// Percent.
        package var level: Int
        /// Reason why nothing is heard, as a sentence.
        package var problem: String?
        package var tones: [SoundTone]

        package init(device: String?, level: Int, problem: String?, tones: [SoundTone]) {
            (self.device, self.level) = (device, level)
            (self.problem, self.tones) = (problem, tones)
        }
    }

    package struct SoundTone: Codable, Sendable, Equatable {
        package var tone: String
        package var meaning: String

        package init(tone: String, meaning: String) {
            (self.tone, self.meaning) = (tone, meaning)
        }
    }

    /// Names of all tones.
    package static let tones = ["heard", "accepted", "nobody", "busy", "refused", "officer"]

    package struct SoundTestRequest: Codable, Sendable, Equatable {
        /// Tone, as the list of tones names it.
        package var tone: String

        package init(tone: String) { self.tone = tone }
    }
}
