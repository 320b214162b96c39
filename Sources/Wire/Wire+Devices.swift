/// Devices, as the daemon lists them.
extension Wire {
    public struct InputDevice: Codable, Sendable, Equatable {
        /// `/dev/input/event3`: only where it is now.
        public var path: String
        public var name: String
        /// `0eef:0001`
        public var vendorProduct: String
        /// What it is used for; nil: nothing.
        public var role: String?
        /// How well it serves as the touchscreen; nil: not at all.
        public var score: Int?
        public var reason: String

        public init(
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
