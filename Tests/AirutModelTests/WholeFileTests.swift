import AirutModel
import AirutTestSupport
import Foundation
import Testing

@Suite struct WholeFileTests {
    @Test func `a file is replaced as a whole, and what a killed writer left is taken`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/file"
            try Data("old, and longer".utf8).write(to: URL(filePath: path))
            try Data("half of a draft that was never finished".utf8).write(to: URL(filePath: path + ".new"))
            try WholeFile.write(Data("new".utf8), to: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
            try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: false)
            #expect(throws: (any Error).self) { try WholeFile.write(Data(), to: folder + "/taken") }
            #expect(throws: (any Error).self) { try WholeFile.write(Data(), to: folder + "/no/such/folder") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["file", "taken"])
        }
    }

    @Test(.enabled(if: JournaledDisk.isPossible)) func `a file that was written survives a loss of power`() async throws
    {
        try await withTemporaryDirectory { folder in
            try await JournaledDisk.with(in: folder) { disk in
                try WholeFile.write(Data("new".utf8), to: disk.path + "/written")
                try await run(["sh", "-c", "printf new > draft"], in: disk.path)
                try WholeFile.move(disk.path + "/draft", to: disk.path + "/moved")
                try await disk.losePower()
                for name in ["written", "moved"] {
                    #expect(try String(contentsOfFile: "\(disk.path)/\(name)", encoding: .utf8) == "new")
                }
            }
        }
    }
}
