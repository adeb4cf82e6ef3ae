import NIOCore

/// Reads the chunked coding (RFC 9112 §7.1). Extensions and trailers are checked and dropped.
struct ChunkReader {
    /// Far more than any size with its extension, or any trailer field.
    private static let maximumLineBytes = 4 << 10
    private static let maximumTrailers = 64

    private enum State {
        case size
        case data(Int)
        case dataEnd
        case trailers(Int)
        case finished
    }

    private var state = State.size

    mutating func next(in buffer: inout ByteBuffer) throws(HTTPProblem) -> BodyReader.Step {
        while true {
            switch state {
            case .finished:
                return .end
            case .data(let left):
                guard let part = BodyReader.take(atMost: left, from: &buffer) else { return .needsMore }
                state = left == part.readableBytes ? .dataEnd : .data(left - part.readableBytes)
                return .data(part)
            case .size:
                guard let line = try ChunkReader.line(in: &buffer) else { return .needsMore }
                let size = try ChunkReader.size(line.readableBytesUInt8Span)
                state = size == 0 ? .trailers(0) : .data(size)
            case .dataEnd:
                guard let line = try ChunkReader.line(in: &buffer) else { return .needsMore }
                guard line.readableBytes == 0 else { throw HTTPProblem("a chunk is longer than its size says") }
                state = .size
            case .trailers(let count):
                guard let line = try ChunkReader.line(in: &buffer) else { return .needsMore }
                guard line.readableBytes > 0 else {
                    state = .finished
                    continue
                }
                guard count < ChunkReader.maximumTrailers else { throw HTTPProblem("there are too many trailers") }
                state = .trailers(count + 1)
            }
        }
    }

    /// The next line without its CR LF, which must be exactly that.
    private static func line(in buffer: inout ByteBuffer) throws(HTTPProblem) -> ByteBuffer? {
        guard let length = try lineLength(buffer.readableBytesUInt8Span) else { return nil }
        let line = buffer.readSlice(length: length)
        buffer.moveReaderIndex(forwardBy: 2)
        return line
    }

    private static func lineLength(_ bytes: Span<UInt8>) throws(HTTPProblem) -> Int? {
        for index in 0..<min(bytes.count, maximumLineBytes) {
            switch bytes[index] {
            case 0x0D:
                guard index + 1 < bytes.count else { return nil }
                guard bytes[index + 1] == 0x0A else { throw HTTPProblem("the chunked body has a CR without LF") }
                return index
            case 0x09: break
            case 0..<0x20, 0x7F: throw HTTPProblem("the chunked body has a control character between chunks")
            default: break
            }
        }
        guard bytes.count < maximumLineBytes else { throw HTTPProblem("the chunked body has an overlong line") }
        return nil
    }

    /// 1 to 15 hexadecimal digits, then nothing or an extension.
    private static func size(_ line: Span<UInt8>) throws(HTTPProblem) -> Int {
        var size = 0
        var digits = 0
        while digits < line.count, let value = hexadecimal(line[digits]) {
            size = size << 4 | value
            digits += 1
            guard digits <= 15 else { throw HTTPProblem("a chunk is too large") }
        }
        guard digits > 0, digits == line.count || line[digits] == 0x3B else {
            throw HTTPProblem("a chunk's size is malformed")
        }
        return size
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }
}
