import CNettle

/// SHA-256 of nettle, which libcups loads in any case.
enum SHA256 {
    /// Length of a hash in bytes.
    static let length = Int(SHA256_DIGEST_SIZE)

    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var context = sha256_ctx()
        nettle_sha256_init(&context)
        nettle_sha256_update(&context, bytes.count, bytes)
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            nettle_sha256_digest(&context, length, buffer.baseAddress)
            count = length
        }
    }
}
