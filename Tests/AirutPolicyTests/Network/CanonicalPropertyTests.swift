import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct CanonicalPropertyTests {
    /// Pieces that hurt when they stand together.
    private static let pieces = [
        "/", "//", ".", "..", "%2e", "%2E", "%2f", "%2F", "%5c", "\\", "%00", "%25", "%252e", "%", "%c0%ae", "%c3%bc",
        "a",
        "b", "admin", "repos", ";", "?", "#", "@", ":", "[", " ", "%20", "*", "|", "~", "%7e", "..;", "\u{FC}", "\t",
        "%0a",
    ]

    private static func targets(_ count: Int, seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            "/"
                + (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                    pieces[Int.random(in: 0..<pieces.count, using: &generator)]
                }.joined()
        }
    }

    @Test func `what is sent is judged the same again`() throws {
        var passed = 0
        for target in Self.targets(20_000, seed: 1) {
            guard let request = try? canonical(target) else { continue }
            passed += 1
            let again = try canonical(request.target)
            #expect(again == request, "\(target)")
        }
        #expect(passed > 1000)
    }

    @Test func `an allowed URL is the one that is sent, however it is decoded on the way`() throws {
        let allowlist = NetworkAllowlist(rules: [
            AllowRule(host: "example.org", path: "/repos/*"), AllowRule(host: "example.org", path: "/a"),
        ])
        for target in Self.targets(20_000, seed: 2) + Self.targets(20_000, seed: 3).map({ "/repos" + $0 }) {
            guard let request = try? canonical(target), allowlist.decide(request).isAllowed else { continue }
            // A server that decodes once, collapses slashes and resolves dots.
            let decoded = try #require(request.path.removingPercentEncoding)
            var segments: [Substring] = []
            for segment in decoded.split(whereSeparator: { "/\\".contains($0) }) {
                let name = segment.prefix { $0 != ";" }
                if name == ".." { _ = segments.popLast() } else if name != "." { segments.append(segment) }
            }
            #expect(segments.first == "repos" || segments == ["a"], "\(target)")
            #expect(!decoded.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x5C }, "\(target)")
            #expect(request.path.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "\(target)")
        }
    }

    @Test func `no bytes at all break the reading of targets, hosts and methods`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? canonical(text)
            _ = try? canonical("/" + text)
            _ = try? canonical("https://" + text)
            _ = try? canonical("/", hosts: [text])
            _ = try? canonical("/", names: [text])
            _ = RawRequest(url: text)
            _ = Glob(text).matches(text)
            _ = IPAddress(text)
            _ = AddressRange(text)
        }
    }
}
