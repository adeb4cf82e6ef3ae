import AirutConfig
import AirutWorker
import FoundationEssentials

/// The repository that `airut check --repo` is about.
struct CheckedRepository {
    let name: String
    /// Whose settings count for a repository of the same address, or cloned from there.
    let server: ServerConfiguration?

    func part() async -> CheckedPart {
        var isFolder = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) {
            return isFolder && !isBare ? folder : isFolder ? await remote : unreadable("is no folder")
        }
        return isAddress ? await remote : unreadable("there is no such folder")
    }

    private var folder: CheckedPart {
        guard FileManager.default.fileExists(atPath: name + "/.airut") else {
            return CheckedPart(wrong: name, "has no folder .airut: nothing is set up here")
        }
        let place = name == "." ? "" : name.hasSuffix("/") ? name : name + "/"
        let check = RepositoryCheck(folder: place, settings: settings)
        if server != nil, settings == nil {
            StandardStream.error.writeLine(
                "airut: \(name) is a clone of none of the server's repositories: what it asks for is not compared with any"
            )
        }
        return CheckedPart(check, name: settings.map { "\(name), repository \($0.id)" } ?? name)
    }

    private var remote: CheckedPart {
        get async {
            do {
                let known = settings ?? RepositorySettings()
                let snapshot = try await RepositorySnapshot.fetch(
                    address, settings: known.git, containerPath: known.containerPath,
                    tools: try .ofRunningProgram())
                let check = RepositoryCheck(settings: settings) { path in
                    snapshot.files.first { $0.path == path }?.bytes
                }
                return CheckedPart(check, name: "\(name), branch \(snapshot.defaultBranch)")
            } catch {
                return unreadable("\(error)")
            }
        }
    }

    private var settings: RepositorySettings? {
        let addresses = [name, address, origin].compactMap(\.self)
        return server?.repositories.first { addresses.contains($0.repoURL) }
            ?? server?.repositories.first { repository in addresses.contains { isSame($0, repository.repoURL) } }
    }

    /// Where the folder was cloned from.
    private var origin: String? { (try? Checkout(path: name)).flatMap(OriginRemote.address(of:)) }

    /// Whether both are the same repository of a forge, be it by https or by ssh.
    private func isSame(_ left: String, _ right: String) -> Bool {
        guard let left = OriginRemote(url: left), let right = OriginRemote(url: right) else { return false }
        return left.host == right.host && left.name.lowercased() == right.name.lowercased()
    }

    /// A folder on this machine is an address only when it is absolute.
    private var address: String { isBare ? URL(filePath: name).standardizedFileURL.path : name }

    /// A folder that is itself a repository's store is fetched from, as if it were elsewhere.
    private var isBare: Bool {
        ["HEAD", "objects", "refs"].allSatisfy { FileManager.default.fileExists(atPath: "\(name)/\($0)") }
    }

    private var isAddress: Bool { name.contains("://") || name.contains("@") && name.contains(":") }

    private func unreadable(_ sentence: String) -> CheckedPart { CheckedPart(unreadable: name, sentence) }
}
