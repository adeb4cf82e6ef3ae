import NIOCore

/// Collects small pieces for a connection, so that a head and a short body become one TLS record and one system call.
struct Outgoing {
    /// The size of a TLS record.
    private static let recordBytes = 16 << 10

    private var pending = ByteBuffer()

    /// Where small pieces are written.
    mutating func append(_ write: (inout ByteBuffer) throws -> Void) rethrows { try write(&pending) }

    /// - Returns: what is to be written to the channel now.
    mutating func append(_ part: ByteBuffer) -> ByteBuffer? {
        guard pending.readableBytes + part.readableBytes > Outgoing.recordBytes else {
            pending.writeImmutableBuffer(part)
            return nil
        }
        guard pending.readableBytes > 0 else { return part }
        pending.writeImmutableBuffer(part)
        return take()
    }

    /// What is left, if anything.
    mutating func take() -> ByteBuffer? {
        guard pending.readableBytes > 0 else { return nil }
        defer { pending = ByteBuffer() }
        return pending
    }
}
