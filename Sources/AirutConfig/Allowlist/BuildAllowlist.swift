import AirutPolicy

/// `build` of an allowlist's file.
struct BuildAllowlist: Section {
    var domains: [AllowRule] = []
    var urlPrefixes: [URLPrefix] = []

    static let documentation =
        "What the build of the container's image may reach. Written, it takes the place of the server's "
        + "network.build_allowlist, even when it is empty."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [.domains(\.domains), .urlPrefixes(\.urlPrefixes)]
}
