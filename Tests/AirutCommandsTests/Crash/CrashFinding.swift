/// One promise, whether it was kept, and what broke it.
struct CrashFinding: Sendable {
    let promise: String
    let violations: [String]

    var holds: Bool { violations.isEmpty }
}
