/// The files there is a JSON Schema of.
public enum SchemaName: String, Sendable, CaseIterable {
    case server, repository, allowlist

    /// The JSON Schema, as it is committed.
    public var text: String { JSONSchema.text(shape, name: rawValue, title: title) }

    /// Relative to the project's folder.
    var path: String {
        switch self {
        case .server: "schema/airut.schema.json"
        case .repository: "schema/repository.schema.json"
        case .allowlist: "schema/network-allowlist.schema.json"
        }
    }

    private var title: String {
        switch self {
        case .server: "Airut server"
        case .repository: "Airut repository"
        case .allowlist: "Airut network allowlist"
        }
    }

    private var shape: SectionShape {
        switch self {
        case .server: ServerConfiguration.shape
        case .repository: RepositoryConfiguration.shape
        case .allowlist: AllowlistFile.shape
        }
    }
}
