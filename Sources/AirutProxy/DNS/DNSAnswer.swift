/// What is answered to a ``DNSQuery``, as bytes (RFC 1035 §4.1).
enum DNSAnswer {
    enum Code: UInt8, Sendable {
        case noError = 0
        case malformed = 1
        case unsupported = 4
        case refused = 5
    }

    /// Short, so that nobody keeps an address longer than the sandbox that gave it.
    private static let secondsToLive: UInt32 = 60

    /// - Parameter address: 4 or 16 bytes; `nil`: there is no such record (NODATA), or `code` says more.
    static func bytes(to query: DNSQuery, code: Code = .noError, address: [UInt8]?) -> [UInt8] {
        var bytes = header(
            query.id, code, recursionDesired: query.recursionDesired, questions: 1, answers: address == nil ? 0 : 1)
        bytes += query.question
        guard let address, let kind = query.kind else { return bytes }
        bytes += [0xC0, 0x0C, 0, UInt8(kind.rawValue), 0, 1]
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: secondsToLive >> (24 - 8 * $0)) }
        return bytes + [0, UInt8(address.count)] + address
    }

    /// - Returns: `nil` when nothing is to be answered.
    static func bytes(to failure: DNSQuery.Failure) -> [UInt8]? {
        switch failure {
        case .ignored: nil
        case .malformed(let id): header(id, .malformed, recursionDesired: false, questions: 0, answers: 0)
        case .unsupported(let id): header(id, .unsupported, recursionDesired: false, questions: 0, answers: 0)
        }
    }

    private static func header(
        _ id: UInt16, _ code: Code, recursionDesired: Bool, questions: UInt8, answers: UInt8
    ) -> [UInt8] {
        let flags: UInt8 = 0x80 | (recursionDesired ? 1 : 0)
        return [UInt8(id >> 8), UInt8(id & 0xFF), flags, 0x80 | code.rawValue, 0, questions, 0, answers, 0, 0, 0, 0]
    }
}
