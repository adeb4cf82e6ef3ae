import NIOCore

/// Holds back the reading of a connection whose bytes nobody can take yet: back-pressure up to the sender.
struct Gate {
    /// Enough to keep a connection busy, little enough for hundreds of them.
    static let maximumBufferedBytes = 96 << 10

    /// Whether a read was asked for and held back.
    private var isReadHeld = false

    /// Whether a read that is asked for may pass; otherwise it is remembered.
    mutating func passes(buffered: Int) -> Bool {
        isReadHeld = buffered >= Gate.maximumBufferedBytes
        return !isReadHeld
    }

    /// Whether a read that was held back is due now.
    mutating func isDue(buffered: Int) -> Bool {
        guard isReadHeld, buffered < Gate.maximumBufferedBytes else { return false }
        isReadHeld = false
        return true
    }
}
