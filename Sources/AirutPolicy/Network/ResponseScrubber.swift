/// Turns real secrets that a server echoes back into their surrogates: as they are, in Base64 and percent-encoded.
///
/// A stream: only what might be the beginning of a secret waits for the next chunk. Best effort: a server that means to
/// give a secret away can always find another spelling. Making one costs some microseconds; copies of an unused one are free.
public struct ResponseScrubber: Sendable {
    private let search: ScrubSearch
    private var held: [UInt8] = []
    /// The match before ended with the chunk; the next byte may hold bits of the secret.
    private var trail: Base64Edge?

    public init(masks: [SecretMask]) {
        search = ScrubSearch(masks.flatMap { ScrubNeedle.all(real: $0.real, surrogate: $0.surrogate) })
    }

    /// Whether there is anything to look for; otherwise the response can pass as it is.
    public var isNeeded: Bool { !search.isEmpty }

    /// Whether a body keeps its `Content-Length`; otherwise send it chunked.
    public var keepsLength: Bool { search.keepsLength }

    /// - Returns: what can be passed on now.
    public mutating func scrub(_ chunk: [UInt8]) -> [UInt8] {
        guard isNeeded, !chunk.isEmpty else { return chunk }
        return replace(in: held.isEmpty ? chunk : held + chunk, isEnd: false)
    }

    /// The rest of the body.
    public mutating func finish() -> [UInt8] { isNeeded ? replace(in: held, isEnd: true) : [] }

    public func scrub(_ headers: [HeaderField]) -> [HeaderField] {
        isNeeded ? headers.map { HeaderField(scrub($0.name), scrub($0.value)) } : headers
    }

    /// What to ask of a server whose response is to be scrubbed: no compression, and no parts, which could cut a secret.
    public static func requestHeaders(from headers: [HeaderField]) -> [HeaderField] {
        let left = headers.filter { !$0.isNamed("accept-encoding") && !$0.isNamed("range") && !$0.isNamed("if-range") }
        return left + [HeaderField("Accept-Encoding", "identity")]
    }

    private func scrub(_ text: String) -> String {
        var scrubber = self
        (scrubber.held, scrubber.trail) = ([], nil)
        return String(decoding: scrubber.replace(in: Array(text.utf8), isEnd: true), as: UTF8.self)
    }

    private mutating func replace(in input: [UInt8], isEnd: Bool) -> [UInt8] {
        var bytes = input
        held = []
        if let edge = trail, let first = bytes.first {
            bytes[0] = edge.replaced(first)
            trail = nil
        }
        var output: [UInt8] = []
        var done = 0
        var partial = isEnd ? nil : search.partial(in: bytes, from: 0)
        while let match = search.next(in: bytes, from: done), match.start < partial ?? bytes.count {
            output += bytes[done..<match.start]
            if let edge = match.needle.lead, let last = output.last { output[output.count - 1] = edge.replaced(last) }
            output += match.needle.replacement
            done = match.start + match.needle.pattern.count
            if done < bytes.count {
                bytes[done] = match.needle.trail?.replaced(bytes[done]) ?? bytes[done]
            } else {
                trail = match.needle.trail
            }
            if let place = partial, place < done { partial = search.partial(in: bytes, from: done) }
        }
        let end = holdBack(bytes, from: partial, done)
        return done == 0 && end == bytes.count ? bytes : output + bytes[done..<end]
    }

    /// Keeps what may be the beginning of a secret, and the character before it.
    private mutating func holdBack(_ bytes: [UInt8], from partial: Int?, _ done: Int) -> Int {
        guard let partial else { return bytes.count }
        let end = max(done, partial - 1)
        held = Array(bytes[end...])
        return end
    }
}
