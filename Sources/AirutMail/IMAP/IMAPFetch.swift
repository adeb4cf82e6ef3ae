/// What one `FETCH` response tells of a message; parts that were not sent are `nil`.
///
/// - SeeAlso: RFC 3501 §7.4.2.
struct IMAPFetch: Hashable {
    var uid: UInt32?
    var bytes: Int?
    /// As the server writes it.
    var internalDate: String?
    /// In lower case.
    var flags: Set<String>?
    /// The content of `BODY[…]`, whichever was asked for.
    var body: [UInt8]?

    init(_ value: IMAPValue) throws(IMAPProtocolError) {
        guard case .list(let items) = value, items.count.isMultiple(of: 2) else {
            throw IMAPProtocolError(reason: "the server sent a FETCH response that cannot be read")
        }
        for index in stride(from: 0, to: items.count, by: 2) {
            guard case .atom(let name) = items[index] else { continue }
            set(name.uppercased(), items[index + 1])
        }
    }

    private mutating func set(_ name: String, _ value: IMAPValue) {
        switch name {
        case "UID": uid = value.number.flatMap(UInt32.init(exactly:))
        // Nobody has a terabyte; larger numbers only make sums overflow.
        case "RFC822.SIZE": bytes = value.number.map { min($0, 1 << 40) }
        case "INTERNALDATE": internalDate = value.bytes.map { String(decoding: $0, as: UTF8.self) }
        case "FLAGS": flags = Set(value.atoms.map { $0.lowercased() })
        case let name where name.hasPrefix("BODY["): body = value.bytes
        default: break
        }
    }
}
