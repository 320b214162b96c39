/// Devices, as the daemon lists them.
extension Wire {
    package struct InputDevice: Codable, Sendable, Equatable {
        /// `/dev/input/event3`: only where it is now.
        package var path: String
        package var name: String
        /// `0eef:0001`
        package var vendorProduct: String
        /// What it is used for; nil: nothing.
        package var role: String?
        /// How well it serves as the touchscreen; nil: not at all.
        package var score: Int?
        package var reason: String

        package init(
            path: String, name: String, vendorProduct: String, role: String?, score: Int?,
            reason: String
        ) {
            self.path = path
            self.name = name
            self.vendorProduct = vendorProduct
            self.role = role
            self.score = score
            self.reason = reason
        }
    }
}
