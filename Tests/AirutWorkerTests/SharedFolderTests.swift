import AirutModel
import AirutTestSupport
import Foundation
import Synchronization
import Testing

@testable import AirutWorker

@Suite struct SharedFolderTests {
    @Test func `placing a file again changes nothing, another of its name is kept`() async throws {
        try await withTemporaryDirectory { path in
            let folder = SharedFolder(path: path)
            let placed = try [
                folder.place(Array("one".utf8), as: "a.txt"), folder.place(Array("one".utf8), as: "a.txt"),
                folder.place(Array("two".utf8), as: "a.txt"),
            ]
            #expect(placed == [true, true, false])
            #expect(folder.read("a.txt", maximumBytes: 100) == Array("one".utf8))
        }
    }

    @Test func `a name that leads out of the folder is refused`() async throws {
        try await withTemporaryDirectory { path in
            let inside = path + "/inbox"
            try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
            for name in ["../out", "a/b", "..", ".", "", "a\0b"] {
                #expect(throws: WorkerError.self) { try SharedFolder(path: inside).place([1], as: name) }
                #expect(SharedFolder(path: inside).read(name, maximumBytes: 10) == nil)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["inbox"])
        }
    }

    @Test func `whoever looks while a file is placed sees nothing or all of it`() async throws {
        try await withTemporaryDirectory { path in
            let bytes = [UInt8](repeating: 7, count: 32 << 20)
            let isPlaced = Flag()
            var least = bytes.count
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { isPlaced.raise() }
                    _ = try SharedFolder(path: path).place(bytes, as: "large.bin")
                }
                while !isPlaced.isRaised {
                    var status = stat()
                    // Killed at this instant, this is what the next attempt would find in its way.
                    if stat(path + "/large.bin", &status) == 0 { least = min(least, Int(status.st_size)) }
                    await Task.yield()
                }
                #expect(least == bytes.count)
                try await group.waitForAll()
            }
            let isWhole = SharedFolder(path: path).read("large.bin", maximumBytes: bytes.count) == bytes
            #expect(isWhole)
        }
    }

    @Test func `drafts of a killed attempt are removed, and nothing else`() async throws {
        try await withTemporaryDirectory { path in
            let folder = SharedFolder(path: path)
            for name in [".airut-abc", ".airutrc", "a.txt"] { try Data().write(to: URL(filePath: "\(path)/\(name)")) }
            try FileManager.default.createDirectory(atPath: path + "/.airut-folder", withIntermediateDirectories: true)
            folder.removeDrafts()
            #expect(folder.names(limit: 10) == [".airut-folder", ".airutrc", "a.txt"])
        }
    }

    @Test func `nothing is written through a link, nor read from one`() async throws {
        try await withTemporaryDirectory { path in
            let outside = path + "/outside"
            try Data("kept".utf8).write(to: URL(filePath: outside))
            try FileManager.default.createDirectory(atPath: path + "/shared", withIntermediateDirectories: true)
            symlink(outside, path + "/shared/link")
            let folder = SharedFolder(path: path + "/shared")
            let isPlaced = try folder.place(Array("x".utf8), as: "link")
            #expect(!isPlaced)
            #expect(folder.read("link", maximumBytes: 100) == nil)
            mkfifo(path + "/shared/pipe", 0o600)
            #expect(folder.read("pipe", maximumBytes: 100) == nil)
            let content = try String(contentsOfFile: outside, encoding: .utf8)
            #expect(content == "kept")
        }
    }

    @Test(arguments: [
        ("Message-ID: <a@b>\r\n\r\n", "a@b"), ("X: y\r\nmessage-id:\r\n <a@b>\r\n\r\n", "a@b"),
        ("Subject: x\r\n\r\nMessage-ID: <body@x>\r\n", nil), ("Message-ID: <a b@c>\n\n", "ab@c"), ("", nil),
    ])
    func `the identifier is read from the raw header`(text: String, expected: String?) {
        #expect(RawHeader.messageID(in: Array(text.utf8))?.description == expected)
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
}
