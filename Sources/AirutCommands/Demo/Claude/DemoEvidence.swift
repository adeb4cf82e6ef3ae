import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

/// What a run of the real Claude Code left behind, looked at for the key.
struct DemoEvidence: Sendable {
    /// In `/storage`: a line for each session's start, with what the container has instead of the key.
    static let keysFile = "anthropic-api-key"

    /// What the containers had as the key, in the order of the runs; a session may start several times in one.
    let containerKeys: [String]
    /// Requests to anywhere that were let through, and how many of them got the real key.
    let requests: Int
    let requestsWithKey: Int
    /// Canonical, sorted.
    let hosts: [String]
    /// Files of the server's state that were searched: workspace, session, logs, mail, database.
    let searchedFiles: Int
    /// Those of them with the real key.
    let filesWithKey: [String]
    /// Whether the real key is in what was pushed.
    let isKeyPushed: Bool
    /// By Claude Code's own count.
    let costUSD: Double

    /// - Parameter name: the repository's.
    init(_ store: Store, _ name: RepositoryID, _ repository: DemoRepository, key: Secret) async throws {
        let state = repository.folder.state
        var tasks: [TaskRecord] = []
        var keys: [String] = []
        for id in try await store.conversationIDs(name) {
            tasks += try await store.tasks(of: id)
            let file = "\(state)/repos/\(name)/conversations/\(id)/storage/\(Self.keysFile)"
            let text = try? String(contentsOfFile: file, encoding: .utf8)
            for key in (text ?? "").split(separator: "\n").map(String.init) where keys.last != key { keys.append(key) }
        }
        let verdicts = try await Self.verdicts(of: tasks, store)
        let files = try Self.files(of: state)
        containerKeys = keys
        requests = verdicts.count
        requestsWithKey = verdicts.count { $0.masks.contains(DemoClaude.variable) }
        hosts = Set(verdicts.compactMap(\.host)).sorted()
        searchedFiles = files.count
        filesWithKey = try files.filter { try Self.file($0, contains: Data(key.reveal().utf8)) }
        isKeyPushed = try await repository.history().contains(key.reveal())
        costUSD = tasks.compactMap(\.costUSD).reduce(0, +)
    }

    /// What speaks against the claim that the key never was in a container: a sentence without its period.
    func doubt(_ key: Secret) -> String? {
        if let file = filesWithKey.first { return "the key is in \(file)" }
        if isKeyPushed { return "the key was pushed" }
        if containerKeys.contains(key.reveal()) { return "a container had the key" }
        if containerKeys.isEmpty { return "no container said what it had instead of the key" }
        return requestsWithKey == 0 ? "no request got the key" : nil
    }

    private static func verdicts(of tasks: [TaskRecord], _ store: Store) async throws -> [ProxyVerdict] {
        var all: [ProxyVerdict] = []
        for task in tasks {
            all += try await store.lines(.network, of: task.id).compactMap {
                try? JSONDecoder().decode(ProxyVerdict.self, from: $0.line)
            }
        }
        return all.filter { $0.kind == .request && $0.decision == .allowed }
    }

    /// Regular files: an agent may leave links and pipes. Claude Code itself is none of them.
    private static func files(of state: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: state)
        return names.filter { !$0.hasPrefix("claude/") }.map { "\(state)/\($0)" }.filter { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.type] as? FileAttributeType == .typeRegular
        }
    }

    private static func file(_ path: String, contains key: Data) throws -> Bool {
        if let content = FileManager.default.contents(atPath: path) { return content.firstRange(of: key) != nil }
        // The server, which still runs, may have removed it.
        guard FileManager.default.fileExists(atPath: path) else { return false }
        throw DemoError(action: "look for the key in \(path)", reason: "it cannot be read")
    }
}
