import ArgumentParser

/// For whom `airut check` writes.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
    /// People: each problem with its line, then what would run.
    case text
    /// Programs: one object with all problems.
    case json
    /// GitHub Actions: a workflow command for each problem.
    case github
}
