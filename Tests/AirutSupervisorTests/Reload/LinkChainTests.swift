import AirutTestSupport
import Foundation
import Testing

@testable import AirutSupervisor

@Suite struct LinkChainTests {
    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test func `every link on the way counts, as does each folder`() async throws {
        try await withTemporaryDirectory { folder in
            try FileManager.default.createDirectory(atPath: folder + "/..v1", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: folder + "/..v1/airut.yaml"))
            try link(folder + "/..data", to: "..v1")
            try link(folder + "/airut.yaml", to: "..data/airut.yaml")
            let chain = LinkChain(folder + "/./airut.yaml")
            #expect(chain.file == folder + "/..v1/airut.yaml")
            let own = chain.places.filter { $0.folder.hasPrefix(folder) }
            #expect(
                Set(own.map(\.path)) == [
                    folder + "/airut.yaml", folder + "/..data", folder + "/..v1", folder + "/..v1/airut.yaml",
                ])
            #expect(chain.places.contains(LinkChain.Place(folder: "/", name: "tmp")))
        }
    }

    @Test func `absolute links, parent folders and links in a circle are followed as the kernel does`() async throws {
        try await withTemporaryDirectory { folder in
            try FileManager.default.createDirectory(atPath: folder + "/a/b", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: folder + "/file"))
            try link(folder + "/a/b/up", to: "../../file")
            try link(folder + "/absolute", to: folder + "/a/b/up")
            #expect(LinkChain(folder + "/absolute").file == folder + "/file")
            try link(folder + "/one", to: "two")
            try link(folder + "/two", to: "one")
            #expect(LinkChain(folder + "/one").file == nil)
            let absent = LinkChain(folder + "/none/airut.yaml")
            #expect(absent.file == nil && absent.places.contains(LinkChain.Place(folder: folder, name: "none")))
        }
    }
}
