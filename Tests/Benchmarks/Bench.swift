import AirutTestSupport
import Foundation

/// `make bench`: the table of what the server takes. `BENCH=quick` takes a few minutes and says less surely;
/// `ROWS=latency,start,burst,day` chooses.
///
/// Exit status 1 only when a mail was lost: time is measured here, not tested.
@main struct Bench {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let isQuick = environment["BENCH"] == "quick"
        let rows = Set((environment["ROWS"] ?? "latency,start,burst,day").split(separator: ",").map(String.init))
        let result = Result()
        try await BenchFolder.with { folder in
            let host = try await describe(folder)
            print(host)
            var table = BenchTable()
            var isComplete = true
            if rows.contains("latency") { try await LatencyBench(runs: isQuick ? 5 : 15).run(&table, in: folder) }
            if rows.contains("start") { try await StartBench(runs: isQuick ? 5 : 15).run(&table, in: folder) }
            if rows.contains("burst") {
                let load = LoadBench(name: "all at once", messages: isQuick ? 100 : 500, pace: .atOnce)
                isComplete = try await load.run(&table, in: folder) && isComplete
            }
            if rows.contains("day") {
                let load = LoadBench(name: "a day", messages: isQuick ? 150 : 1440, pace: .steady(unanswered: 6))
                isComplete = try await load.run(&table, in: folder) && isComplete
            }
            print("\n\(host)\n\(table.text)\n\(table.summary); the load is now \(loadAverage)")
            await result.set(isComplete)
        }
        exit(await result.isComplete ? 0 : 1)
    }

    private actor Result {
        private(set) var isComplete = false
        func set(_ value: Bool) { isComplete = value }
    }

    private static var loadAverage: String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return text.split(separator: " ").prefix(3).joined(separator: " ")
    }

    private static func describe(_ folder: BenchFolder) async throws -> String {
        let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
        let processor = model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "processor"
        let kernel = try await run(["uname", "-sr"]).text.trimmingCharacters(in: .newlines)
        let podman = try await run([folder.podman, "--version"]).text.trimmingCharacters(in: .newlines)
        return """
            host: \(ProcessInfo.processInfo.processorCount) × \(processor), \(kernel), \(podman)\(geteuid() == 0 ? " as root" : ""); the load is \(loadAverage)
            image: busybox alone; repository: \(try await folder.describeRepository())
            """
    }
}
