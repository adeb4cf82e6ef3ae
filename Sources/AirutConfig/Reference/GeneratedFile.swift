/// A file of this project that is written from the declarations of the settings.
public struct GeneratedFile: Sendable {
    /// Relative to the project's folder.
    public let path: String
    public let text: String

    public static var all: [GeneratedFile] {
        let server = ServerConfiguration.shape
        let repository = RepositoryConfiguration.shape
        let allowlist = AllowlistFile.shape
        return [
            GeneratedFile(path: "schema/airut.schema.json", text: JSONSchema.text(server, title: "Airut server")),
            GeneratedFile(
                path: "schema/repository.schema.json", text: JSONSchema.text(repository, title: "Airut repository")),
            GeneratedFile(
                path: "schema/network-allowlist.schema.json",
                text: JSONSchema.text(allowlist, title: "Airut network allowlist")),
            GeneratedFile(path: "schema/reference.md", text: reference(server, repository, allowlist)),
            GeneratedFile(path: "examples/complete.yaml", text: exampleHead + ExampleFile.text(server)),
        ]
    }

    private static func reference(_ server: SectionShape, _ repository: SectionShape, _ allowlist: SectionShape)
        -> String
    {
        """
        # Settings

        Generated from the declarations in `Sources/AirutConfig`; a test compares.

        - Times are seconds, or a number with a unit: `90s`, `15m`, `2h`, `7d`. Sizes are bytes, or a number with `k`, `m`,
          `g`, `t` (powers of 1024).
        - `!env NAME` stands for an environment variable, `!var NAME` for an entry of `vars`. A file `.env` beside the
          server's file sets environment variables that are not set otherwise: `NAME=value` lines, quotes as in a shell.
        - Anchors, aliases and `<<` work. Top-level keys that begin with `x-` are ignored: a place for anchors.
        - Paths of files may be relative to the file they stand in, or begin with `~/`.

        ## The server: `airut.yaml`

        \(MarkdownReference.text(server))
        ## A repository: `.airut/airut.yaml`

        \(MarkdownReference.text(repository))
        ## What a repository may reach: `.airut/network-allowlist.yaml`

        \(MarkdownReference.text(allowlist))
        """
    }

    private static let exampleHead = """
        # yaml-language-server: $schema=../schema/airut.schema.json
        #
        # Every setting of a server, with its meaning, and an example or its default. Generated; a test compares.
        # Most files are as short as minimal.yaml.


        """
}
