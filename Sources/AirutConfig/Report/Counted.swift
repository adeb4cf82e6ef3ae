/// Numbers with their nouns.
enum Counted {
    static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// `2 errors`, `1 warning`; without those there are none of.
    static func problems(_ report: ProblemReport) -> [String] {
        [(report.errors, "error"), (report.warnings, "warning")].filter { $0.0 > 0 }.map { text($0.0, $0.1) }
    }
}
