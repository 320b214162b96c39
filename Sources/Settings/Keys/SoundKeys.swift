extension KioskKeys {
    static let sound = KeyGroup(
        "sound", "Tones: the answers to officers' keys, and the call for an officer.",
        [
            Key(
                "device", \.sound.device, .optional(.text, null: "no sound"), .atStart,
                "ALSA device that plays the tones: default or a name that `aplay -L` lists. auto: the "
                    + "default one, and none is missed where no keypad is bound."),
            Key(
                "level", \.sound.level, .int(0...100, "percent"), .atStart,
                "Loudness of the tones. 0: no sound."),
        ])
}
