/// Why a test's surroundings could not be made ready, or a command ended as it must not.
public struct TestFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
