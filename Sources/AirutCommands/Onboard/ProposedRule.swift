/// An entry of an allowlist that a checkout needs.
struct ProposedRule: Hashable {
    let host: String
    let path: String
    var methods = ["GET", "HEAD"]

    /// Fetching from a git repository over https, and nothing else.
    static func gitFetch(host: String, path: String) -> [Self] {
        [
            Self(host: host, path: path + "/info/refs", methods: ["GET"]),
            Self(host: host, path: path + "/git-upload-pack", methods: ["POST"]),
        ]
    }
}
