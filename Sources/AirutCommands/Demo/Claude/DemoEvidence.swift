import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

/// What a run of the real Claude Code left behind, looked at for the key.
struct DemoEvidence: Sendable {
    /// In `/storage`: a line for each session's start, with what the container has instead of the key.
    static let keysFile = "anthropic-api-key"

    /// What the containers had as the key, run by run.
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
    /// By Claude Code's own count.
    let costUSD: Double

    init(_ store: Store, _ repository: RepositoryID, folder: DemoFolder, key: Secret) async throws {
        var tasks: [TaskRecord] = []
        var keys: [String] = []
        for id in try await store.conversationIDs(repository) {
            tasks += try await store.tasks(of: id)
            let file = "\(folder.state)/repos/\(repository)/conversations/\(id)/storage/\(Self.keysFile)"
            let text = try? String(contentsOfFile: file, encoding: .utf8)
            keys += (text ?? "").split(separator: "\n").map(String.init)
        }
        let verdicts = try await Self.verdicts(of: tasks, store)
        let files = try Self.files(of: folder.state)
        containerKeys = keys
        requests = verdicts.count
        requestsWithKey = verdicts.count { $0.masks.contains(DemoClaude.variable) }
        hosts = Set(verdicts.compactMap(\.host)).sorted()
        searchedFiles = files.count
        filesWithKey = try files.filter { try Self.file($0, contains: Data(key.reveal().utf8)) }
        costUSD = tasks.compactMap(\.costUSD).reduce(0, +)
    }

    /// What speaks against the claim that the key never was in a container: a sentence without its period.
    func doubt(_ key: Secret) -> String? {
        if let file = filesWithKey.first { return "the key is in \(file)" }
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
