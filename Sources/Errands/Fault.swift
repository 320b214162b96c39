/// Fault that stops the whole terminal and has a screen of its own.
package enum Fault: String, Hashable, Sendable, CaseIterable {
    case settings, storage, storageFull, touchscreen, fonts, clock
}
