import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

@Suite struct OutboxFilesTests {
    @Test func `a flood of links costs a few lines of the reply, not the reply`() async throws {
        try await withTemporaryDirectory { folder in
            for number in 0..<3000 { symlink("/etc/passwd", "\(folder)/link-\(number)") }
            let outbox = OutboxFiles(in: folder)
            #expect(outbox.files.isEmpty)
            #expect(outbox.notes.count == 11)
        }
    }

    @Test func `a folder that cannot be read is an empty one`() async throws {
        #expect(OutboxFiles(in: "/nonexistent/outbox").files.isEmpty)
    }

    @Test func `more than a mail can take is named instead of sent`() async throws {
        try await withTemporaryDirectory { folder in
            for name in ["a", "b"] {
                try Data(count: OutboxFiles.maximumTotalBytes - 10).write(to: URL(filePath: "\(folder)/\(name)"))
            }
            let outbox = OutboxFiles(in: folder)
            #expect(outbox.files.map(\.name) == ["a"])
            #expect(outbox.notes.count == 1 && outbox.notes[0].contains("`b`"))
        }
    }
}
