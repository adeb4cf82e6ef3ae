import AirutTestSupport
import Foundation
import Testing

@testable import AirutSupervisor

/// The kernel has noted an event before the call that caused it returns, so nothing here waits for time to pass.
@Suite struct FileWatchTests {
    private static let long: Duration = .seconds(240)

    /// A watched file `airut.yaml` and a `.env` that is not there yet.
    private func withWatch(_ body: (FileWatch, _ folder: String, _ files: [String]) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let files = [folder + "/airut.yaml", folder + "/.env"]
            try write("one", files[0])
            let watch = try FileWatch()
            // What was written is closed once no process that is being started has the descriptor any more.
            let isQuiet = try await eventually {
                await watch.watch(files)
                return await !watch.change(within: .milliseconds(1))
            }
            #expect(isQuiet)
            try await body(watch, folder, files)
        }
    }

    private func write(_ text: String, _ path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    private func expectChange(_ watch: FileWatch, _ files: [String], _ what: String, _ change: () throws -> Void)
        async throws
    {
        try change()
        #expect(await watch.change(within: Self.long), "\(what)")
        await watch.watch(files)
        while await watch.change(within: .milliseconds(1)) {}
    }

    @Test func `each way to change a file is noticed, again and again`() async throws {
        try await withWatch { watch, folder, files in
            for round in 1...2 {
                try await expectChange(watch, files, "written in place \(round)") { try write("two", files[0]) }
                try await expectChange(watch, files, "replaced \(round)") {
                    try write("new", folder + "/airut.yaml.new")
                    #expect(rename(folder + "/airut.yaml.new", files[0]) == 0)
                }
                try await expectChange(watch, files, "permissions \(round)") { #expect(chmod(files[0], 0o600) == 0) }
                try await expectChange(watch, files, "deleted \(round)") { #expect(unlink(files[0]) == 0) }
                try await expectChange(watch, files, "put back \(round)") { try write("two", files[0]) }
                try await expectChange(watch, files, "a new .env \(round)") { try write("A=b", files[1]) }
                try await expectChange(watch, files, "no .env \(round)") { #expect(unlink(files[1]) == 0) }
            }
        }
    }

    @Test func `an editor's other files are nobody's business, its saving is`() async throws {
        try await withWatch { watch, folder, files in
            for name in [".airut.yaml.swp", ".airut.yaml.swx", "4913", "airut.yaml~", "#airut.yaml#", ".#airut.yaml"] {
                try write("swap", "\(folder)/\(name)")
                try write("more", "\(folder)/\(name)")
                #expect(unlink("\(folder)/\(name)") == 0)
            }
            #expect(await watch.change(within: .milliseconds(1)) == false)
            try await expectChange(watch, files, "as vim saves: the old one becomes the backup") {
                #expect(rename(files[0], files[0] + "~") == 0)
                try write("saved", files[0])
                #expect(unlink(files[0] + "~") == 0)
            }
            try await expectChange(watch, files, "and what it saved is watched") { try write("again", files[0]) }
        }
    }

    @Test func `a file behind links is watched through each of them, as Kubernetes swaps them`() async throws {
        try await withWatch { watch, folder, files in
            let mounted = folder + "/mounted"
            try await expectChange(watch, files, "the file becomes a link") {
                for version in ["..v1", "..v2"] {
                    try FileManager.default.createDirectory(
                        atPath: "\(mounted)/\(version)", withIntermediateDirectories: true)
                    try write(version, "\(mounted)/\(version)/airut.yaml")
                }
                #expect(symlink("..v1", mounted + "/..data") == 0)
                #expect(symlink("..data/airut.yaml", mounted + "/airut.yaml") == 0)
                #expect(unlink(files[0]) == 0)
                #expect(symlink("mounted/airut.yaml", files[0]) == 0)
            }
            for version in ["..v2", "..v1"] {
                try await expectChange(watch, files, "now \(version)") {
                    #expect(symlink(version, mounted + "/..data_tmp") == 0)
                    #expect(rename(mounted + "/..data_tmp", mounted + "/..data") == 0)
                }
                #expect(try String(contentsOfFile: files[0], encoding: .utf8) == version)
            }
            try await expectChange(watch, files, "the whole folder is replaced") {
                #expect(rename(mounted, folder + "/before") == 0)
            }
            try await expectChange(watch, files, "and put back") { #expect(rename(folder + "/before", mounted) == 0) }
            try await expectChange(watch, files, "written at its end") {
                try write("here", mounted + "/..v1/airut.yaml")
            }
        }
    }

    @Test func `a stopped watch waits no longer`() async throws {
        let watch = try FileWatch()
        watch.stop()
        #expect(await watch.change(within: Self.long) == false)
    }
}
