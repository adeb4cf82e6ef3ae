/// What one image build may use.
public struct ImageLimits: Hashable, Sendable {
    public var time: Duration
    public var memoryBytes: Int

    public init(time: Duration = .seconds(1800), memoryBytes: Int = 4 << 30) {
        self.time = time
        self.memoryBytes = memoryBytes
    }
}
