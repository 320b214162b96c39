/// Values that the command line sets. They form the layer over `kiosk.yaml`, which is the layer
/// over the defaults, and are laid over the file again each time it is read.
package struct SettingsOverrides: Sendable {
    private var changes: [@Sendable (inout KioskSettings) -> Void] = []
    /// Sentence for each value that its key does not allow.
    package private(set) var problems: [String] = []

    package init() {}

    /// Sets one value. The option's name, such as `--port`, begins the sentence where the key does
    /// not allow the value, which is then not set.
    package mutating func set<Value: Equatable & Sendable>(
        _ place: any WritableKeyPath<KioskSettings, Value> & Sendable, to value: Value,
        option: String
    ) {
        if let (path, key) = KioskKeys.key(at: place) {
            var trial = KioskSettings.standIn
            trial[keyPath: place] = value
            if let complaint = key.complaint(trial) {
                problems.append("\(option): \(path): \(complaint)")
                return
            }
        }
        changes.append { $0[keyPath: place] = value }
    }

    package func apply(to settings: inout KioskSettings) {
        for change in changes { change(&settings) }
    }
}
