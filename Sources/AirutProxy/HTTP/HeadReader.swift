import NIOCore

/// Finds where a message's head ends, without reading any byte twice.
struct HeadReader {
    let limits: HeadLimits
    /// How many bytes of the buffer were looked at and are no end.
    private var scanned = 0
    /// Whether the one empty line that may stand before a head was looked for.
    private var isPastEmptyLine = false

    init(limits: HeadLimits) { self.limits = limits }

    /// Takes the head, the empty line that ends it included.
    ///
    /// - Returns: `nil` while it is incomplete.
    /// - Throws: when it is larger than the limit, or a line ends without CR.
    mutating func next(in buffer: inout ByteBuffer) throws(HTTPProblem) -> ByteBuffer? {
        guard skipEmptyLine(&buffer) else { return nil }
        guard let end = try end(in: buffer.readableBytesUInt8Span) else {
            guard scanned < limits.bytes else { throw tooLarge }
            return nil
        }
        (scanned, isPastEmptyLine) = (0, false)
        guard end <= limits.bytes else { throw tooLarge }
        return buffer.readSlice(length: end)
    }

    /// Some clients send an empty line after a request's body (RFC 9112 §2.2). One is skipped, however it is cut.
    ///
    /// - Returns: `false` while it cannot be known.
    private mutating func skipEmptyLine(_ buffer: inout ByteBuffer) -> Bool {
        guard !isPastEmptyLine else { return true }
        guard let start = buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) else { return false }
        if start == 0x0D0A { buffer.moveReaderIndex(forwardBy: 2) }
        isPastEmptyLine = true
        return true
    }

    /// The number of bytes up to and with the first empty line.
    private mutating func end(in bytes: Span<UInt8>) throws(HTTPProblem) -> Int? {
        var index = scanned
        while index < bytes.count {
            if bytes[index] == 0x0A {
                guard index > 0, bytes[index - 1] == 0x0D else {
                    throw HTTPProblem("a line of the header ends without CR")
                }
                if index >= 3, bytes[index - 2] == 0x0A { return index + 1 }
            }
            index += 1
        }
        scanned = index
        return nil
    }

    private var tooLarge: HTTPProblem {
        HTTPProblem("the header is larger than \(limits.bytes) bytes", status: 431)
    }
}
