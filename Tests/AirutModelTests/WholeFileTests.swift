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
            #expect(throws: (any Error).self) { try WholeFile.write(Data(), to: folder) }
            #expect(throws: (any Error).self) { try WholeFile.write(Data(), to: folder + "/no/such/folder") }
        }
    }
}
