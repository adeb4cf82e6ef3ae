import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSupervisor

@Suite struct InstanceNameTests {
    @Test func `a directory keeps its name, also when it is moved`() async throws {
        try await withTemporaryDirectory { folder in
            let path = try make(folder + "/state")
            let first = try InstanceName(in: path)
            let again = try InstanceName(in: path)
            #expect(first.text == again.text && first.former == nil && again.former == nil)
            try FileManager.default.moveItem(atPath: path, toPath: folder + "/moved")
            #expect(try InstanceName(in: folder + "/moved").text == first.text)
        }
    }

    @Test func `a copy, and what comes back from a backup, gets a name of its own`() async throws {
        try await withTemporaryDirectory { folder in
            let path = try make(folder + "/state")
            let original = try InstanceName(in: path)
            try await run(["cp", "-a", path, folder + "/backup"])
            let copy = try InstanceName(in: folder + "/backup")
            #expect(copy.text != original.text && copy.former == original.text)
            #expect(try InstanceName(in: folder + "/backup").text == copy.text)
            #expect(try InstanceName(in: path).text == original.text)
            try FileManager.default.removeItem(atPath: path)
            try await run(["cp", "-a", folder + "/backup", path])
            #expect(try InstanceName(in: path).former == copy.text)
        }
    }

    @Test(arguments: ["", "\n", "\n\n", "name", "name\nelsewhere\n", "name\n\n"])
    func `whatever else stands in the file is replaced`(text: String) async throws {
        try await withTemporaryDirectory { folder in
            try text.write(toFile: folder + "/instance", atomically: true, encoding: .utf8)
            let name = try InstanceName(in: folder)
            #expect(name.text != "name" && name.text.count == 12)
            #expect(try InstanceName(in: folder).text == name.text)
        }
    }

    private func make(_ path: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }
}
