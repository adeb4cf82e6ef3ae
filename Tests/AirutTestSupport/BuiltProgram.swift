import FoundationEssentials

/// Programs of this package, built together with the tests.
public enum BuiltProgram {
    /// - Parameter name: as in the package's list of targets.
    public static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Where they lie, beside the running test program.
    public static let folder: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return own.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
    }()
}
