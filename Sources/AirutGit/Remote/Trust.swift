import AirutPolicy
import CGit2
import Glibc

/// Whom a connection believes: certificate authorities for https, `known_hosts` for ssh.
///
/// libgit2 keeps both for the whole process, which therefore serves one remote only: this comes before everything else.
enum Trust {
    private static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// - Returns: what has to stay until the connection stands.
    static func prepare(
        for address: RemoteAddress, credential: GitCredential?
    ) throws(GitFailure) -> TemporaryFolder? {
        switch address.transport {
        case .https: if let file = credential?.caFilePath { try addAuthorities(file) }
        case .ssh: return try useKnownHosts(credential?.knownHostsPath)
        case .file: break
        }
        return nil
    }

    /// Trusts the certificates in `file` beside the system's.
    ///
    /// libgit2 takes one file in place of what it trusts, and reads it at once: both are put together in a temporary one.
    private static func addAuthorities(_ file: String) throws(GitFailure) {
        let action = "trust the certificates in \(file)"
        guard let own = ByteFile.read(file) else {
            throw GitFailure(kind: .other, action: action, reason: "the file cannot be read")
        }
        let bundle = (ByteFile.read(systemAuthorities) ?? []) + [UInt8(ascii: "\n")] + own
        let temporary = try TemporaryFolder(for: action)
        guard let folder = Folder(path: temporary.path), folder.writeFile(FileName("authorities.pem"), bundle) else {
            throw GitFailure(kind: .other, action: action, reason: "no temporary file can be written")
        }
        Library.ready
        try check(action, unsafe airut_git_set_certificate_file("\(temporary.path)/authorities.pem"))
        withExtendedLifetime(temporary) {}
    }

    /// Believes only the server keys in `file`.
    ///
    /// libgit2 looks for `.ssh/known_hosts` below what `HOME` was when it was initialized; that becomes a fresh folder that has
    /// nothing else in it. Where it is initialized already, no server is recognized.
    private static func useKnownHosts(_ file: String?) throws(GitFailure) -> TemporaryFolder {
        guard let file else {
            throw GitFailure(
                kind: .unauthorized, action: "connect over ssh",
                reason: "no known_hosts file is configured, so the server cannot be recognized")
        }
        let action = "trust the server keys in \(file)"
        guard let keys = ByteFile.read(file) else {
            throw GitFailure(kind: .other, action: action, reason: "the file cannot be read")
        }
        let folder = try TemporaryFolder(for: action)
        guard let home = Folder(path: folder.path), home.makeFolder(FileName(".ssh")),
            let ssh = Folder(FileName(".ssh"), in: home), ssh.writeFile(FileName("known_hosts"), keys)
        else { throw GitFailure(kind: .other, action: action, reason: "no temporary file can be written") }
        unsafe setenv("HOME", folder.path, 1)
        return folder
    }
}
