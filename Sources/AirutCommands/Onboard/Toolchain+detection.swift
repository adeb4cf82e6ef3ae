extension Toolchain {
    /// Every toolchain of a checkout, in the order of their declaration. A language has one package manager: the one whose
    /// lock file or settings are there, or its usual one.
    static func detected(in checkout: Checkout) -> [Toolchain] {
        let found = checkout.folders.flatMap { detected(in: $0) }
        let languages = allCases.filter { found.contains($0) }
        // Make files are everywhere; alone or beside C they are how it is built.
        return languages.count > 1 && !checkout.folders.contains(where: \.hasCSources)
            ? languages.filter { $0 != .make } : languages
    }

    private static func detected(in folder: CheckoutFolder) -> [Toolchain] {
        [node(folder), python(folder), java(folder)].compactMap(\.self)
            + simple.filter { entry in
                entry.names.contains { folder.has($0) } || entry.suffixes.contains { folder.hasFile(ending: $0) }
            }.map(\.toolchain)
    }

    private static let simple: [(toolchain: Toolchain, names: [String], suffixes: [String])] = [
        (.swift, ["Package.swift"], []),
        (.dotnet, ["global.json"], [".sln", ".slnx", ".csproj", ".fsproj", ".vbproj"]),
        (.cargo, ["Cargo.toml"], []),
        (.go, ["go.mod"], []),
        (.bundler, ["Gemfile"], [".gemspec"]),
        (.composer, ["composer.json"], []),
        (.cmake, ["CMakeLists.txt"], []),
        (.make, ["Makefile", "makefile", "GNUmakefile"], []),
    ]

    private static func node(_ folder: CheckoutFolder) -> Toolchain? {
        guard let package = folder.text("package.json") else { return nil }
        let declared = package.firstMatch(of: /"packageManager"\s*:\s*"(pnpm|yarn|npm)@/).map { String($0.1) }
        if let declared { return Toolchain(rawValue: declared) }
        if folder.has("pnpm-lock.yaml") || folder.has("pnpm-workspace.yaml") { return .pnpm }
        return folder.has("yarn.lock") || folder.has(".yarnrc.yml") ? .yarn : .npm
    }

    private static func python(_ folder: CheckoutFolder) -> Toolchain? {
        let project = folder.text("pyproject.toml")
        if folder.has("uv.lock") || project?.contains("[tool.uv") == true { return .uv }
        if folder.has("poetry.lock") || project?.contains("[tool.poetry") == true { return .poetry }
        let others = ["setup.py", "setup.cfg", "Pipfile", "tox.ini"]
        let isPython =
            project != nil || others.contains { folder.has($0) }
            || folder.names.contains { $0.hasPrefix("requirements") && $0.hasSuffix(".txt") }
        return isPython ? .pip : nil
    }

    private static func java(_ folder: CheckoutFolder) -> Toolchain? {
        let gradle = ["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts", "gradlew"]
        if gradle.contains(where: folder.has) { return .gradle }
        return folder.has("pom.xml") ? .maven : nil
    }
}
