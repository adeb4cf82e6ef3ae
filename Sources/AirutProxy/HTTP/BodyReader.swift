import NIOCore

/// Takes a body's bytes out of a connection's, and finds its end.
struct BodyReader {
    enum Step: Equatable {
        /// Some of the body, never empty.
        case data(ByteBuffer)
        case needsMore
        /// Always after the last byte; what follows in the buffer belongs to the next message.
        case end
    }

    private enum State {
        case length(Int)
        case chunked(ChunkReader)
        case untilClose
        case finished
    }

    private var state: State

    init(_ framing: BodyFraming) {
        switch framing {
        case .empty: state = .finished
        case .length(let count): state = .length(count)
        case .chunked: state = .chunked(ChunkReader())
        case .untilClose: state = .untilClose
        }
    }

    /// Whether every byte was taken.
    var isFinished: Bool {
        switch state {
        case .finished, .length(0): true
        default: false
        }
    }

    /// Whether the connection's end is the body's.
    var endsWithConnection: Bool {
        if case .untilClose = state { true } else { false }
    }

    mutating func next(in buffer: inout ByteBuffer) throws(HTTPProblem) -> Step {
        switch state {
        case .finished, .length(0):
            state = .finished
            return .end
        case .length(let left):
            guard let part = BodyReader.take(atMost: left, from: &buffer) else { return .needsMore }
            state = .length(left - part.readableBytes)
            return .data(part)
        case .untilClose:
            return BodyReader.take(atMost: .max, from: &buffer).map(Step.data) ?? .needsMore
        case .chunked(var reader):
            let step = try reader.next(in: &buffer)
            state = step == .end ? .finished : .chunked(reader)
            return step
        }
    }

    static func take(atMost count: Int, from buffer: inout ByteBuffer) -> ByteBuffer? {
        let count = min(count, buffer.readableBytes)
        return count > 0 ? buffer.readSlice(length: count) : nil
    }
}
