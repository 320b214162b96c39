/// Input devices, as the daemon lists them.
extension Wire {
    package struct InputDevice: Codable, Sendable, Equatable {
        /// Path, as `/dev/input/event3`. It is the current location only.
        package var path: String
        package var name: String
        /// Vendor and product, as `0eef:0001`.
        package var vendorProduct: String
        /// Role; nil: not used.
        package var role: String?
        /// Score as a touchscreen; nil: unsuitable.
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
