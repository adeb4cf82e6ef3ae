public import FoundationEssentials

/// A small image with a shell and git, made of this machine's own programs: what needs glibc does not run on busybox alone,
/// and there is no registry to get an image from.
public enum HostImage {
    private static let programs = [
        "/bin/bash", "/bin/sh", "/usr/bin/git", "/usr/bin/env", "/bin/ls", "/bin/cat", "/bin/grep", "/bin/sed",
        "/bin/mkdir",
        "/bin/rm", "/bin/uname", "/usr/bin/head", "/usr/bin/tail", "/usr/bin/sort", "/usr/bin/wc",
    ]

    public static let dockerfile = """
        FROM scratch
        ADD root.tar.gz /
        ENV PATH=/usr/bin:/bin GIT_AUTHOR_NAME=Agent GIT_AUTHOR_EMAIL=agent@airut.test \
            GIT_COMMITTER_NAME=Agent GIT_COMMITTER_EMAIL=agent@airut.test

        """

    /// The root file system that ``dockerfile`` adds as `root.tar.gz`.
    ///
    /// - Parameter agent: path of an executable whose libraries are needed, too.
    public static func root(for agent: String) async throws -> Data {
        try await root(programs, neededBy: programs + [agent])
    }

    /// The same with Python and its standard library, about 15 MB more.
    public static func rootWithPython() async throws -> Data {
        let python = "/usr/bin/python3"
        let script = "import sysconfig; print(sysconfig.get_path('stdlib'))"
        let library = try await run([python, "-c", script]).text.filter { !$0.isNewline }
        let modules = "\(library)/lib-dynload"
        let extensions = try FileManager.default.contentsOfDirectory(atPath: modules).filter { $0.hasSuffix(".so") }
        let programs = programs + [python]
        return try await root(programs + [library], neededBy: programs + extensions.map { "\(modules)/\($0)" })
    }

    private static func root(_ paths: [String], neededBy programs: [String]) async throws -> Data {
        try await withTemporaryDirectory { folder in
            let archive = folder + "/root.tar"
            let accounts = folder + "/etc/passwd"
            try FileManager.default.createDirectory(atPath: folder + "/etc", withIntermediateDirectories: true)
            for name in ["tmp", "root", "proc", "workspace"] {
                try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            try Data("root:x:0:0:root:/root:/bin/bash\n".utf8).write(to: URL(filePath: accounts))
            try await run([
                "tar", "--create", "--file", archive, "--directory", folder, "etc", "tmp", "root", "proc", "workspace",
            ])
            let files = try await (paths + libraries(of: programs)).map { String($0.dropFirst()) }
            try await run(
                ["tar", "--append", "--dereference", "--file", archive, "--directory", "/"] + unneeded
                    + Set(files).sorted())
            try await run(["gzip", "--fast", archive])
            return try Data(contentsOf: URL(filePath: archive + ".gz"))
        }
    }

    /// Large parts of Python's library that no program needs to run.
    private static let unneeded = ["config-*", "test", "idlelib", "lib2to3", "pydoc_data", "distutils", "tkinter"]
        .map { "--exclude=python3*/\($0)" }

    private static func libraries(of programs: [String]) async throws -> [String] {
        let words = try await run(["ldd"] + programs).text.split(whereSeparator: \.isWhitespace)
        return words.filter { $0.hasPrefix("/") && !$0.hasSuffix(":") }.map(String.init)
    }
}
