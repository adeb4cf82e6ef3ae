import AirutModel
import AirutTestSupport
import Foundation
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
