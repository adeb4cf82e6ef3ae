import AirutTestSupport
import Foundation
import Testing

@testable import AirutCurl

@Suite struct DownloadTests {
    private let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })

    private func withDownload(
        knowsRanges: Bool = true,
        _ body: (_ folder: String, _ request: HTTPRequest, _ target: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { folder in
            try content.write(to: URL(filePath: folder + "/file"))
            try await withFileServer(of: folder, knowsRanges: knowsRanges) { url in
                let request = HTTPRequest(url: url + "/file", maximumBodyBytes: content.count)
                try await body(folder, request, folder + "/target")
            }
        }
    }

    private func read(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test func `a transfer that breaks off keeps what came, and goes on from there`() async throws {
        try await withDownload { folder, request, target in
            try Data("100000".utf8).write(to: URL(filePath: folder + "/file.break"))
            await #expect(throws: TransportError.self) { try await HTTPClient().download(request, to: target) }
            #expect(try read(target) == content.prefix(100_000))
            #expect(try await HTTPClient().download(request, to: target).status == 206)
            #expect(try read(target) == content)
            #expect(try await HTTPClient().download(request, to: target).status == 416, "there is no more")
            #expect(try read(target) == content)
            let requests = String(decoding: try read(folder + "/requests.log"), as: UTF8.self)
            #expect(requests == "/file -\n/file bytes=100000-\n/file bytes=300000-\n")
        }
    }

    @Test func `a server without ranges sends everything anew`() async throws {
        try await withDownload(knowsRanges: false) { folder, request, target in
            try Data("others' bytes".utf8).write(to: URL(filePath: target))
            #expect(try await HTTPClient().download(request, to: target).status == 200)
            #expect(try read(target) == content)
        }
    }

    @Test func `an answer that is no success does not touch the file`() async throws {
        try await withDownload { _, request, target in
            try Data("kept".utf8).write(to: URL(filePath: target))
            var request = request
            request.url += ".missing"
            #expect(try await HTTPClient().download(request, to: target).status == 404)
            #expect(try read(target) == Data("kept".utf8))
        }
    }

    @Test func `a file that grows beyond its size, or cannot be written, is an error`() async throws {
        try await withDownload { folder, request, target in
            var small = request
            small.maximumBodyBytes = 1000
            let error = await #expect(throws: TransportError.self) {
                try await HTTPClient().download(small, to: target)
            }
            #expect(error?.kind == .tooLarge)
            let missing = await #expect(throws: TransportError.self) {
                try await HTTPClient().download(request, to: folder + "/missing/target")
            }
            #expect(missing.map { "\($0)" }?.contains("No such file or directory") == true)
        }
    }
}
