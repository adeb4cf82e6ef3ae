import AirutModel

/// How a repository's images are named.
struct ImageNames: Hashable, Sendable {
    /// Without a tag.
    let name: String
    /// The repository's part of it.
    let repository: String

    /// - Parameter instance: the server's token. Nobody who writes a Dockerfile knows it, so that none can build on
    ///   another repository's image.
    init(_ repository: RepositoryID, instance: String) {
        self.repository = Self.plain(repository.description)
        name = "localhost/airut/\(Self.plain(instance))/\(self.repository)"
    }

    /// The image that was built last, whatever its content.
    var current: String { name + ":current" }

    func tag(hash: String) -> String { name + ":" + hash }

    /// Whatever an image's name may not contain, and `x`, becomes `x` and two hexadecimal digits: each text has a name of
    /// its own, and none begins or ends with a separator.
    private static func plain(_ text: String) -> String {
        text.utf8.reduce(into: "") { name, byte in
            let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
            name += isPlain && byte != 0x78 ? String(UnicodeScalar(byte)) : "x" + hexadecimal(byte)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
