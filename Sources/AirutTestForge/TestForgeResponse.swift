import FoundationEssentials

/// An answer of the stand-in.
struct TestForgeResponse: Sendable {
    var status: Int
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    static func json(_ status: Int, _ value: some Encodable) -> Self {
        // What we encode are plain structures of texts and numbers; there is nothing in them that could fail.
        Self(status: status, body: [UInt8]((try? JSONEncoder().encode(value)) ?? Data()))
    }

    /// GitHub's form of a refusal.
    static func refusal(_ status: Int, _ message: String, _ errors: [TestForgeProblem]? = nil) -> Self {
        struct Body: Encodable {
            let message: String
            let errors: [TestForgeProblem]?
            let status: String
        }
        return json(status, Body(message: message, errors: errors, status: String(status)))
    }

    static func invalid(_ errors: TestForgeProblem...) -> Self { refusal(422, "Validation Failed", errors) }
}

/// One entry of `errors` in a refusal.
struct TestForgeProblem: Encodable {
    var resource = "PullRequest"
    var code: String
    var field: String?
    var message: String?
}
