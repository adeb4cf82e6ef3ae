import AirutTestSupport
import Foundation
import Testing

@testable import AirutConfig

/// Random damage to good files, for a bounded time. The seed is printed, and `FUZZ_SEED` begins from a given one.
@Suite struct FuzzTests {
    private static let pieces = [
        "\n", "  ", "\t", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "<<: *a\n", "!env ", "!var x", "!!binary ", "'",
        "\"",
        "~", "é", "\u{85}", "\u{2028}", "\u{1F600}", "\r", "|\n", ">-\n", "? ", "#", "%YAML 1.1\n", "---\n", "...\n",
        "no", "0o17",
        "1:30", "0x1F", "1e9", ".inf", "99999999999999999999", "\\x41", "\0", "\u{FEFF}", "=", "@", "`",
    ]
    private static let server =
        "# c\nvars: {a: &a b}\nrepos:\n  web:\n"
        + TestConfiguration.repository("publish: {mode: branch}\nsecrets: {A: x}")
    private static let repository = """
        default_model: opus
        timeout: 6000
        resource_limits: {memory: 1g, cpus: 0.5}
        container_env:
          A: !secret? B
          C: "inline"
        """
    private static let allowlist = """
        domains: [a.x.org, "*.y.org"]
        url_prefixes:
          - {host: z.org, path: "/x/*", methods: [GET, POST], websocket: true}
        build: {domains: []}
        """

    private static let dockerfile = """
        # c
        ARG T=latest
        FROM --platform=linux/amd64 \\
          x:${T:-1} AS a
        RUN <<'EOF' cat
        FROM y
        EOF
        FROM a
        """
    private static let environment = "# c\nexport A='b\nc'\nB=\"x\\n$\" # d\nC=\n"

    /// Cuts, repeats and replaces pieces of the bytes.
    private static func damaged(_ text: String, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let begin = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, begin + Int.random(in: 0...20, using: &random))
            let piece: [UInt8] =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: [UInt8.random(in: 0...255, using: &random)]
                case 1: Array(bytes[begin..<end] + bytes[begin..<end])
                default: Array(pieces.randomElement(using: &random)!.utf8)
                }
            bytes.replaceSubrange(begin..<end, with: piece)
        }
        return bytes
    }

    private func look<Value>(_ loaded: Loaded<Value>, _ seed: UInt64) {
        #expect(loaded.problems.allSatisfy { $0.line >= 0 && $0.column >= 0 && !$0.sentence.isEmpty }, "seed \(seed)")
        #expect((loaded.value == nil) == !loaded.errors.isEmpty, "seed \(seed)")
        let report = ProblemReport(loaded.problems, sources: [loaded.source].compactMap(\.self))
        #expect(report.text(TextStyle(isColored: true)).count == loaded.problems.count, "seed \(seed)")
        _ = (report.json, report.github(workspace: nil))
    }

    @Test func `whatever a file holds, there is a value or an error, with a place that can be shown`() {
        let given = ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap(UInt64.init)
        let first = given ?? UInt64.random(in: 0..<1 << 40)
        print("FuzzTests: FUZZ_SEED=\(first)")
        let end = ContinuousClock.now + .seconds(3)
        for seed in first..<first + 2000 {
            guard ContinuousClock.now < end else { break }
            var random = SeededRandom(seed: seed)
            let bytes = Self.damaged(Self.server, &random)
            look(
                ServerConfiguration.parse(
                    text: String(decoding: bytes, as: UTF8.self), file: "f", environment: TestConfiguration.environment,
                    givesAdvice: true), seed)
            look(Migration.rewriting(bytes, file: "f"), seed)
            look(
                RepositoryConfiguration.parse(
                    bytes: Self.damaged(Self.repository, &random), file: "f", givesAdvice: true), seed)
            let dockerfile = Self.damaged(Self.dockerfile, &random)
            let check = RepositoryCheck { $0.hasSuffix("Dockerfile") ? dockerfile : nil }
            #expect(check.problems.allSatisfy { $0.line >= 0 && $0.column >= 0 }, "seed \(seed)")
            _ = check.text(name: "f", style: TextStyle(isColored: true))
            let environment = String(decoding: Self.damaged(Self.environment, &random), as: UTF8.self)
            var parser = EnvironmentParser(text: environment, file: "f")
            _ = parser.parse()
            look(AllowlistFile.parse(bytes: Self.damaged(Self.allowlist, &random), file: "f", givesAdvice: true), seed)
        }
    }
}
