/// What goes wrong on a connection, and where.
public struct StreamFault: Sendable, Hashable, CustomStringConvertible {
    public enum Direction: String, Sendable, Hashable, CaseIterable { case toServer, toClient }

    public enum Effect: Sendable, Hashable {
        /// Nothing more comes in this direction; the connection stays open.
        case stall
        /// Nothing more comes in either direction, and not even an end is told: a machine that is gone.
        case vanish
        /// The end of the stream, in this direction only.
        case halfClose
        /// Both ends are told that the connection is broken (RST).
        case reset
        /// Both ends see the end of the stream.
        case close
        /// These bytes come in between; then it goes on.
        case insert([UInt8])
        /// These bytes come, and then the end.
        case insertAndClose([UInt8])
    }

    public let direction: Direction
    /// How many bytes pass unharmed.
    public let offset: Int
    public let effect: Effect

    public init(_ effect: Effect, _ direction: Direction, after offset: Int) {
        self.effect = effect
        self.direction = direction
        self.offset = offset
    }

    public var description: String { "\(effect) \(direction) after \(offset) bytes" }
}
