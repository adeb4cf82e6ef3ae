/// What a container may reach. Without rules: nothing.
public struct NetworkAllowlist: Codable, Sendable, Hashable {
    /// In file order.
    public var rules: [AllowRule]
    /// What people change to have more allowed: `.airut/network-allowlist.yaml`.
    public var file: String

    public init(rules: [AllowRule], file: String = NetworkAllowlist.defaultFile) {
        self.rules = rules
        self.file = file
    }

    public static let defaultFile = ".airut/network-allowlist.yaml"
}
