public import FoundationEssentials

/// The time of day as decisions see it. It may be wrong, and it jumps: how long something lasts is never measured with it.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Date

    public static let system = Self { Date() }

    /// - Parameter read: returns the present moment.
    public init(_ read: @escaping @Sendable () -> Date) { self.read = read }

    var now: Date { read() }
}
