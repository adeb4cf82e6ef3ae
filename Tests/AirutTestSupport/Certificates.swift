import FoundationEssentials

/// A private certificate authority in a folder, and server certificates it signed, made by the `openssl` command.
public struct Certificates: Sendable {
    public let folder: String
    /// PEM file of the authority.
    public var authority: String { "\(folder)/ca.pem" }

    /// - Parameter folder: exists already.
    public init(in folder: String) async throws {
        self.folder = folder
        try await run(
            Self.request + ["-x509", "-days", "2", "-subj", "/CN=Airut test authority"]
                + ["-keyout", "\(folder)/ca.key", "-out", authority])
    }

    /// The authority that was made in the folder before.
    public init(of folder: String) { self.folder = folder }

    /// Makes `name.pem` and `name.key` in the folder.
    ///
    /// - Parameters:
    ///   - names: as in `subjectAltName`: `DNS:localhost,IP:127.0.0.1`.
    ///   - isExpired: whether it ended yesterday.
    public func issue(_ name: String, for names: String, isExpired: Bool = false) async throws {
        let path = "\(folder)/\(name)"
        try await run(Self.request + ["-subj", "/CN=\(name)", "-keyout", "\(path).key", "-out", "\(path).csr"])
        try Data("subjectAltName=\(names)\n".utf8).write(to: URL(filePath: "\(path).ext"))
        try await run([
            "openssl", "x509", "-req", "-in", "\(path).csr", "-CA", authority, "-CAkey", "\(folder)/ca.key",
            "-set_serial", "\(UInt32.random(in: 1...UInt32.max))", "-days", isExpired ? "-1" : "2",
            "-extfile", "\(path).ext", "-out", "\(path).pem",
        ])
    }

    private static let request = [
        "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    ]
}
