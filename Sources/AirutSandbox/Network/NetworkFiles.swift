import FoundationEssentials
import Glibc

/// The files of one task's network that its container sees. None is secret.
struct NetworkFiles: Hashable, Sendable {
    let folder: String

    var resolver: String { folder + "/resolv.conf" }
    var hosts: String { folder + "/hosts" }
    /// The folder that a build sees.
    var trust: String { folder + "/trust" }
    var authority: String { trust + "/authority.pem" }

    /// Makes a new folder below `parent`, which it makes, too, if need be.
    init(below parent: String) throws(SandboxError) {
        folder = parent + "/" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(atPath: trust, withIntermediateDirectories: true)
        } catch {
            throw SandboxError(kind: .noNetwork, action: "make a folder in \(parent)", reason: "\(error)")
        }
        guard ContainerMount(folder, at: "/", isWritable: false).isExpressible else {
            remove()
            throw SandboxError(
                kind: .noNetwork, action: "mount \(folder)",
                reason: "a path with a colon or a line feed cannot be mounted")
        }
    }

    /// - Parameter hostname: the container's own name; no resolver knows it.
    func write(certificate: String, hostname: String) throws(SandboxError) {
        let certificate = certificate.hasSuffix("\n") ? certificate : certificate + "\n"
        try write("nameserver 127.0.0.1\n", to: resolver)
        try write("127.0.0.1 localhost\n::1 localhost\n127.0.0.1 \(hostname)\n", to: hosts)
        try write(certificate, to: authority)
        // Programs that look at no variable but at their own configuration.
        try write("Acquire::https::CAInfo \"\(TaskNetwork.target)/authority.pem\";\n", to: trust + "/apt.conf")
        try write("ca_certificate = \(TaskNetwork.target)/authority.pem\n", to: trust + "/wgetrc")
        for path in [folder, trust] { _ = unsafe chmod(path, 0o755) }
    }

    /// - Returns: where it lies, as long as the network.
    func write(dockerfile: [UInt8]) throws(SandboxError) -> String {
        let path = folder + "/Dockerfile"
        try write(String(decoding: dockerfile, as: UTF8.self), to: path)
        return path
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, to path: String) throws(SandboxError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            throw SandboxError(kind: .noNetwork, action: "write \(path)", reason: "\(error)")
        }
        _ = unsafe chmod(path, 0o644)
    }
}
