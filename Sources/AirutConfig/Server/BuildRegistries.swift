/// The hosts that public package registries are served from.
enum BuildRegistries {
    static let hosts = [
        // Debian, Ubuntu, Alpine
        "deb.debian.org", "security.debian.org", "archive.ubuntu.com", "security.ubuntu.com", "ports.ubuntu.com",
        "dl-cdn.alpinelinux.org",
        // npm, PyPI, crates.io, Go, RubyGems
        "registry.npmjs.org", "pypi.org", "files.pythonhosted.org", "crates.io", "index.crates.io", "static.crates.io",
        "static.rust-lang.org", "proxy.golang.org", "sum.golang.org", "rubygems.org", "index.rubygems.org",
        // Maven, Gradle, Packagist
        "repo.maven.apache.org", "repo1.maven.org", "plugins.gradle.org", "services.gradle.org",
        "downloads.gradle.org", "repo.packagist.org",
    ]
}
