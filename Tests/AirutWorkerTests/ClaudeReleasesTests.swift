import AirutConfig
import AirutModel
import AirutSandbox
import AirutTestSupport
import Crypto
import Foundation
import Logging
import Testing

@testable import AirutWorker

/// Claude Code from a vendor's server that is real HTTP on this machine.
@Suite struct ClaudeReleasesTests {
    private static let platform = ClaudePlatform(.glibc)
    private let repository = RepositoryID("web")!

    /// A vendor's folder, and a server's state beside it.
    private struct Vendor {
        let folder: String
        let state: String

        func publish(_ version: String, _ content: String, checksum: String? = nil, size: Int? = nil) throws {
            let path = "\(folder)/\(version)/\(platform)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(content.utf8).write(to: URL(filePath: path + "/claude"))
            let digest = SHA256.hash(data: Data(content.utf8)).map { String(format: "%02x", $0) }.joined()
            let manifest =
                #"{"version": "\#(version)", "platforms": {"\#(platform)": "#
                + #"{"checksum": "\#(checksum ?? digest)", "size": \#(size ?? content.utf8.count)}}}"#
            try write(manifest, to: "\(version)/manifest.json")
        }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }

        var requests: [Substring] {
            let text = (try? String(contentsOfFile: folder + "/requests.log", encoding: .utf8)) ?? ""
            return text.split(separator: "\n")
        }

        func releases(at url: String) -> ClaudeReleases {
            var settings = ClaudeSettings()
            settings.releasesURL = url
            return ClaudeReleases(
                settings, state: StateDirectory(path: state), pause: .milliseconds(1),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
    }

    private func withVendor(_ body: (Vendor, ClaudeReleases) async throws -> Void) async throws {
        try await withTemporaryDirectory { path in
            let vendor = Vendor(folder: path + "/vendor", state: path + "/state")
            try FileManager.default.createDirectory(atPath: vendor.folder, withIntermediateDirectories: true)
            try await withFileServer(of: vendor.folder) { url in try await body(vendor, vendor.releases(at: url)) }
        }
    }

    /// What the executable that one would run holds.
    private func content(_ releases: ClaudeReleases, _ version: ClaudeVersion) async throws -> String {
        let path = try await releases.executable(version, Self.platform, for: repository)
        #expect(FileManager.default.isExecutableFile(atPath: path))
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func `a version is downloaded once, for everybody`() async throws {
        try await withVendor { vendor, releases in
            try vendor.publish("2.1.3", "claude 2.1.3")
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<5 { group.addTask { try await content(releases, .release("2.1.3")) } }
                for try await found in group { #expect(found == "claude 2.1.3") }
            }
            #expect(vendor.requests.count == 2, "the manifest and the executable")
        }
    }

    @Test func `a broken transfer goes on where it broke`() async throws {
        try await withVendor { vendor, releases in
            let content = String(repeating: "0123456789", count: 50_000)
            try vendor.publish("2.1.3", content)
            try vendor.write("200000", to: "2.1.3/\(Self.platform)/claude.break")
            #expect(try await self.content(releases, .release("2.1.3")) == content)
            #expect(vendor.requests.last?.hasSuffix("claude bytes=200000-") == true)
        }
    }

    @Test func `what differs from the manifest is never run`() async throws {
        try await withVendor { vendor, releases in
            try vendor.publish("2.1.3", "claude", checksum: String(repeating: "0", count: 64))
            let error = await #expect(throws: ClaudeFailure.self) { _ = try await content(releases, .release("2.1.3")) }
            #expect(
                error?.description == "cannot install Claude Code 2.1.3: what was downloaded has the wrong checksum")
            try vendor.publish("2.1.4", "claude, and more", size: 6)
            await #expect(throws: (any Error).self) { _ = try await content(releases, .release("2.1.4")) }
            let names = try FileManager.default.contentsOfDirectory(atPath: vendor.state + "/claude")
            #expect(!names.contains("2.1.3") && !names.contains("2.1.4"))
            // The vendor mends it.
            try vendor.publish("2.1.3", "claude")
            #expect(try await content(releases, .release("2.1.3")) == "claude")
        }
    }

    @Test func `a channel is asked again after an hour, and a vendor that is down stops nobody`() async throws {
        try await withVendor { vendor, releases in
            try vendor.publish("2.1.3", "old")
            try vendor.publish("2.1.4", "new")
            try vendor.write("2.1.3\n", to: "latest")
            #expect(try await content(releases, .channel(.latest)) == "old")
            try vendor.write("2.1.4\n", to: "latest")
            #expect(try await content(releases, .channel(.latest)) == "old", "the hour is not over")
            try letAnHourPass(vendor)
            #expect(try await content(releases, .channel(.latest)) == "new")
            try letAnHourPass(vendor)
            let down = vendor.releases(at: "http://127.0.0.1:1")
            #expect(try await content(down, .channel(.latest)) == "new")
            #expect(try await content(down, .release("2.1.3")) == "old")
            // A release that is announced and broken.
            try vendor.write("2.1.5\n", to: "latest")
            try letAnHourPass(vendor)
            #expect(try await content(releases, .channel(.latest)) == "new")
        }
    }

    @Test func `what cannot be had is said, and whether waiting helps`() async throws {
        try await withVendor { vendor, releases in
            let missing = await #expect(throws: ClaudeFailure.self) {
                _ = try await content(releases, .release("9.9.9"))
            }
            #expect(missing?.description == "cannot download Claude Code 9.9.9: there is no such release")
            #expect(missing?.isPassing == false)
            try vendor.write("<html>captive portal</html>", to: "stable")
            let portal = await #expect(throws: ClaudeFailure.self) {
                _ = try await content(releases, .channel(.stable))
            }
            #expect(portal?.description == "cannot ask for the stable Claude Code: the answer is not a version")
            #expect(portal?.isPassing == true)
            try vendor.publish("2.1.3", "claude")
            try vendor.write(
                #"{"platforms": {"darwin-arm64": {"size": 1, "checksum": "0"}}}"#, to: "2.1.3/manifest.json")
            let other = await #expect(throws: ClaudeFailure.self) { _ = try await content(releases, .release("2.1.3")) }
            #expect(other?.reason == "there is none for \(Self.platform)")
        }
    }

    private func letAnHourPass(_ vendor: Vendor) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -4000)], ofItemAtPath: vendor.state + "/claude/latest")
    }
}
