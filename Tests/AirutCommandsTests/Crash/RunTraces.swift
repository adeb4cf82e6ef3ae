import Foundation

@testable import AirutCommands

/// What the agents wrote into `/storage`: which task began and ended the work of which token, and how often.
struct RunTraces: Sendable {
    struct Run: Hashable, Sendable {
        let token: String
        let task: String
    }

    private(set) var begun: [Run: Int] = [:]
    private(set) var ended: [Run: Int] = [:]

    init(_ world: World) {
        for site in world.sites {
            let folder = "\(world.folder.state)/repos/\(site.name)/conversations"
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                add((try? String(contentsOfFile: "\(folder)/\(name)/storage/runs", encoding: .utf8)) ?? "")
            }
        }
    }

    func begun(_ token: String) -> Int { begun.filter { $0.key.token == token }.values.reduce(0, +) }
    func ended(_ token: String) -> Int { ended.filter { $0.key.token == token }.values.reduce(0, +) }

    /// Tokens that several runs worked on.
    var begunAgain: Int { Dictionary(grouping: begun.keys, by: \.token).values.count { $0.count > 1 } }

    private mutating func add(_ lines: String) {
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3 else { continue }
            // The container's name is the task's, with a prefix.
            let run = Run(token: words[1], task: words[2].replacing("airut-", with: ""))
            if words[0] == "begin" { begun[run, default: 0] += 1 } else { ended[run, default: 0] += 1 }
        }
    }
}
