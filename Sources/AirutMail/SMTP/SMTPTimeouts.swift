/// How long each step of a submission may take; for the whole there is no limit.
///
/// A server that is given up after the final dot may have taken the message, which then goes out twice; and a large
/// message on a slow line takes its time.
///
/// - SeeAlso: RFC 5321 §4.5.3.2, whose least values these are.
public struct SMTPTimeouts: Sendable {
    /// Finding the server and connecting to it; making the connection secure.
    public var connection = Duration.seconds(120)
    /// From there to the greeting, and from a command to the end of its answer (§4.5.3.2.1 to 3).
    public var command = Duration.seconds(300)
    /// From `DATA` to the go-ahead (§4.5.3.2.4).
    public var dataInitiation = Duration.seconds(120)
    /// Until the connection has taken a block of what is sent (§4.5.3.2.5).
    public var dataBlock = Duration.seconds(180)
    /// From the final dot to the answer (§4.5.3.2.6).
    public var dataTermination = Duration.seconds(600)

    public init() {}
}
