/// A file of this project that is written from the declarations of the settings.
public struct GeneratedFile: Sendable {
    /// Relative to the project's folder.
    public let path: String
    public let text: String

    public static var all: [GeneratedFile] {
        SchemaName.allCases.map { GeneratedFile(path: $0.path, text: $0.text) } + [
            GeneratedFile(path: "schema/reference.md", text: reference),
            GeneratedFile(
                path: "examples/complete.yaml", text: exampleHead + ExampleFile.text(ServerConfiguration.shape)),
        ]
    }

    private static var reference: String {
        """
        # Settings

        Generated from the declarations in `Sources/AirutConfig`; a test compares.

        - Times are seconds, or a number with a unit: `90s`, `15m`, `2h`, `7d`. Sizes are bytes, or a number with `k`, `m`,
          `g`, `t` (powers of 1024).
        - `!env NAME` stands for an environment variable, `!var NAME` for an entry of `vars`. A file `.env` beside the
          server's file sets environment variables that are not set otherwise: `NAME=value` lines, quotes as in a shell.
        - Anchors, aliases and `<<` work. Top-level keys that begin with `x-` are ignored: a place for anchors.
        - Editors with yaml-language-server complete and check a file whose first line names its schema:
          `# yaml-language-server: $schema=…/airut.schema.json` (`airut config schema` prints it). Tell it of the tags with its
          setting `"yaml.customTags": ["!env scalar", "!var scalar", "!secret scalar", "!secret? scalar"]`.
        - Paths of files may be relative to the file they stand in, or begin with `~/`.

        ## The server: `airut.yaml`

        The last column says what a change does in a running server: the next *task*, and the next mail, use it; the
        *repository*'s worker (of a setting that all repositories share, every worker) is restarted once no task of it runs;
        the *server* takes it over at once, restarting nothing; or it is read only at the server's next *start*.

        \(MarkdownReference.text(ServerConfiguration.shape, showsReload: true))
        ## A repository: `.airut/airut.yaml`

        Read from the default branch at the start of every task.

        \(MarkdownReference.text(RepositoryConfiguration.shape))
        ## What a repository may reach: `.airut/network-allowlist.yaml`

        \(MarkdownReference.text(AllowlistFile.shape))
        ## Settings of other versions and systems

        They are known, so that a file that has them is told what they mean here.

        \(OtherSettings.text)
        """
    }

    private static let exampleHead = """
        # yaml-language-server: $schema=../schema/airut.schema.json
        #
        # Every setting of a server, with its meaning, and an example or its default. Generated; a test compares.
        # Most files are as short as minimal.yaml.


        """
}
