import AirutConfig
import Foundation
import Testing

@Suite struct GeneratedFileTests {
    /// With `AIRUT_WRITE_GENERATED=1` the files are written instead of compared.
    @Test(arguments: GeneratedFile.all.map(\.path))
    func `generated files are what the declarations say`(path: String) throws {
        let file = try #require(GeneratedFile.all.first { $0.path == path })
        let url = URL(filePath: ProjectFolder.path).appending(path: path)
        if ProcessInfo.processInfo.environment["AIRUT_WRITE_GENERATED"] == "1" {
            try Data(file.text.utf8).write(to: url)
        }
        let committed = try String(contentsOf: url, encoding: .utf8)
        #expect(committed == file.text, "run AIRUT_WRITE_GENERATED=1 swift test --filter GeneratedFileTests")
    }

    @Test func `schemas are JSON`() throws {
        for file in GeneratedFile.all where file.path.hasSuffix(".json") {
            let object = try JSONSerialization.jsonObject(with: Data(file.text.utf8))
            #expect((object as? [String: Any])?["properties"] != nil)
        }
    }
}
