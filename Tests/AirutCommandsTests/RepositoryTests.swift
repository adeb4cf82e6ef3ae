import AirutTestSupport
import Foundation
import Testing

/// The repository's own documents say what is there.
@Suite struct RepositoryTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    @Test func `the map of the code names every target of the manifest, and no other`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path())
        let targets = Set(folders.filter { $0 != "README.md" })
        let table = try text("Sources/README.md").components(separatedBy: "## Targets")[1]
            .components(separatedBy: "\n## ")[0]
        let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let names = rows.flatMap { $0.split(separator: "|")[0].split(separator: "`").map(String.init) }
            .filter { !$0.allSatisfy(\.isWhitespace) }
        #expect(Set(names) == targets)
        let manifest = try text("Package.swift")
        for target in targets { #expect(manifest.contains("\"\(target)\""), "\(target) is in the manifest") }
    }

    @Test func `every link between the documents leads somewhere`() throws {
        for document in [
            "README.md", "deploy/install.md", "deploy/mail.md", "deploy/security.md", "examples/onboarding.md",
        ] {
            let folder = Self.root.appending(path: document).deletingLastPathComponent()
            for match in try text(document).matches(of: #/\]\(([^)#:]+)[^)]*\)/#) {
                let target = folder.appending(path: String(match.output.1))
                #expect(FileManager.default.fileExists(atPath: target.path()), "\(document): \(match.output.1)")
            }
        }
    }
}
