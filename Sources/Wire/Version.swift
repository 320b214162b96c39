extension Wire {
    /// Version of the product, as `--version` and `loket status` show it.
    package static let productVersion = "0.1.0"
}
