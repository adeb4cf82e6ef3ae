import FoundationEssentials

/// Programs of this package, built together with the tests.
public enum BuiltProgram {
    /// - Parameter name: as in the package's list of targets.
    public static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Where they lie: beside the running test program, or in AIRUT_TEST_PROGRAMS. A sanitizer's runtime cannot live in a
    /// confined program, so that sanitized tests run programs of an ordinary build.
    public static let folder: String = {
        if let other = ProcessInfo.processInfo.environment["AIRUT_TEST_PROGRAMS"] { return other }
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return own.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
    }()
}
