import AirutTestSupport
import Foundation

/// A small image with a shell and git, made of this machine's own programs: the real Claude Code needs glibc, and there is
/// no registry to get an image from.
enum HostImage {
    private static let programs = [
        "/bin/bash", "/bin/sh", "/usr/bin/git", "/usr/bin/env", "/bin/ls", "/bin/cat", "/bin/grep", "/bin/sed",
        "/bin/mkdir",
        "/bin/rm", "/bin/uname", "/usr/bin/head", "/usr/bin/tail", "/usr/bin/sort", "/usr/bin/wc",
    ]

    static let dockerfile = """
        FROM scratch
        ADD root.tar.gz /
        ENV PATH=/usr/bin:/bin GIT_AUTHOR_NAME=Agent GIT_AUTHOR_EMAIL=agent@airut.test \
            GIT_COMMITTER_NAME=Agent GIT_COMMITTER_EMAIL=agent@airut.test

        """

    /// The root file system that ``dockerfile`` adds as `root.tar.gz`.
    ///
    /// - Parameter agent: path of an executable whose libraries are needed, too.
    static func root(for agent: String) async throws -> Data {
        try await withTemporaryDirectory { folder in
            let archive = folder + "/root.tar"
            let accounts = folder + "/etc/passwd"
            try FileManager.default.createDirectory(atPath: folder + "/etc", withIntermediateDirectories: true)
            for name in ["tmp", "root", "proc", "workspace"] {
                try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            try Data("root:x:0:0:root:/root:/bin/bash\n".utf8).write(to: URL(filePath: accounts))
            try await run(
                [
                    "tar", "--create", "--file", archive, "--directory", folder, "etc", "tmp", "root", "proc",
                    "workspace",
                ])
            let files = try await (programs + libraries(of: programs + [agent])).map { String($0.dropFirst()) }
            try await run(
                ["tar", "--append", "--dereference", "--file", archive, "--directory", "/"] + Set(files).sorted())
            try await run(["gzip", "--fast", archive])
            return try Data(contentsOf: URL(filePath: archive + ".gz"))
        }
    }

    private static func libraries(of programs: [String]) async throws -> [String] {
        var paths: [String] = []
        for program in programs {
            let words = try await run(["ldd", program]).text.split(whereSeparator: \.isWhitespace)
            paths += words.filter { $0.hasPrefix("/") && !$0.hasSuffix(":") }.map(String.init)
        }
        return paths
    }
}
