/// One connection's side of a line-based protocol, without its input and output: what comes in is handed over, what shall
/// happen comes out.
protocol ProtocolSession {
    /// What to hand over next.
    var demand: SessionDemand { get }
    /// The verb of a command line, in upper case; `nil` where the line is not a command.
    func verb(of line: String) -> String?
    /// The tag that the answer to this line must carry; empty in protocols without tags.
    func tag(of line: String) -> String
    mutating func greeting() -> [SessionAction]
    /// - Parameter input: a line without its end, or exactly the bytes demanded.
    mutating func receive(_ input: [UInt8]) -> [SessionAction]
    /// Some folder changed.
    mutating func spoolChanged() -> [SessionAction]
}

enum SessionDemand: Equatable {
    case line
    case bytes(Int)
}

enum SessionAction: Equatable {
    case send([UInt8])
    /// From here on TLS; what the client sent ahead in the clear is thrown away.
    case startTLS
    case close

    static func line(_ text: String) -> Self { .send(Array((text + "\r\n").utf8)) }
}
