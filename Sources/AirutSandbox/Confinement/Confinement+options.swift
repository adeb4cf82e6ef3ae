extension Confinement {
    /// What `airut-confine` and `airut-netns` are called with.
    ///
    /// - Parameters:
    ///   - parent: the process that the program must not outlive.
    ///   - libraries: further folders the dynamic loader needs, for example the Swift runtime's.
    func options(parent: Int32, libraries: [String]) -> [String] {
        var options = ["--parent", "\(parent)", "--files", "\(files)"]
        for path in Self.libraryPaths + libraries + readablePaths { options += ["--read", path] }
        for path in writablePaths { options += ["--write", path] }
        if let seconds = cpuSeconds { options += ["--cpu-seconds", "\(seconds)"] }
        if let bytes = memoryBytes { options += ["--data-bytes", "\(bytes)"] }
        if let bytes = fileBytes { options += ["--file-bytes", "\(bytes)"] }
        if hasNetwork { options.append("--network") }
        if reachesForeignFiles { options.append("--keep-file-capabilities") }
        if allowsNoLandlock { options.append("--allow-no-landlock") }
        return options
    }
}
