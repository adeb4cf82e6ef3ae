import AirutTestSupport
import Foundation

/// One `podman run` of the product's image under the product's options, without the product.
struct PodmanProbe: Sendable {
    private let command: [String]
    private let folder: BenchFolder

    struct Times: Sendable {
        /// Milliseconds until the command in the container ran.
        let beginning: Double
        /// From its end until Podman's.
        let ending: Double
        let all: Double
    }

    /// Takes the options from a run that is going on: limits, users, runtime and image; no mounts but the agent's.
    init(observedIn folder: BenchFolder) async throws {
        self.folder = folder
        var found: [String]?
        _ = try await eventually {
            found = Self.commandLines().first { line in
                line.first?.hasSuffix("podman") == true && line.contains("--interactive")
                    && line.contains { $0.hasPrefix(folder.path) }
            }
            return found != nil
        }
        guard let line = found, let run = line.firstIndex(of: "run"),
            let image = line.firstIndex(where: { $0.hasPrefix("localhost/airut/") })
        else { throw BenchFailure(description: "Podman was not seen running the agent") }
        let dropped: Set = ["--name", "--hostname", "--label", "--volume", "--entrypoint", "--network", "--workdir"]
        var options: [String] = []
        var index = run + 1
        while index < image {
            if dropped.contains(line[index]) {
                index += 2
            } else {
                if line[index] != "--interactive" { options.append(line[index]) }
                index += 1
            }
        }
        let agent = ["--volume", "\(BenchFolder.agent):/agent:ro", "--entrypoint", "/agent", "--network", "none"]
        command = [folder.podman] + line[1..<run] + ["run"] + options + agent + [line[image]]
    }

    var text: String { (["podman"] + command.dropFirst()).joined(separator: " ") }

    func measure() async throws -> Times {
        let start = Date().timeIntervalSinceReferenceDate
        let output = try await run(command, environment: ["XDG_RUNTIME_DIR": Self.runtimeFolder]).text
        let end = Date().timeIntervalSinceReferenceDate
        guard let began = BenchReply.number(after: "began ", in: output),
            let ended = BenchReply.number(after: " ended ", in: output)
        else { throw BenchFailure(description: "the container wrote something else: \(output)") }
        return Times(beginning: (began - start) * 1000, ending: (end - ended) * 1000, all: (end - start) * 1000)
    }

    private static let runtimeFolder = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"] ?? "/tmp"

    private static func commandLines() -> [[String]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int($0) != nil }.map { name in
            let text = (try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8)) ?? ""
            return text.split(separator: "\0").map(String.init)
        }
    }
}
