// swift-tools-version: 6.2
// The architecture: rows from the bottom up; a target imports only from the rows above its own.
import PackageDescription

/// Settings of every Swift target.
let safe: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

/// Settings of test targets: they may call unsafe test fixtures without ceremony.
let tested: [SwiftSetting] = safe.dropLast() + []

func facade(_ name: String, _ pkgConfig: String? = nil, apt: [String] = []) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt(apt)])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: safe)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: safe)
}

/// Settings of the C code that our programs are made of.
let strict: [CSetting] = [
    .unsafeFlags([
        "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Wno-unused-command-line-argument", "-Werror", "-fno-sanitize=all",
    ])
]

/// A program in C: static, and without the Swift runtime, which the embedded mode's linker job leaves out.
func program(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: path,
        cSettings: strict,
        linkerSettings: [
            .unsafeFlags([
                "-enable-experimental-feature", "Embedded", "-Xclang-linker", "-static",
                "-Xclang-linker", "-Wno-unused-command-line-argument",
                // A sanitized build has no static runtime for them, nor the libraries it links.
                "-Xclang-linker", "-fno-sanitize=all", "-static-stdlib",
            ])
        ])
}

func tests(_ subject: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: subject + "Tests", dependencies: [.init(stringLiteral: subject)] + dependencies, exclude: exclude,
        swiftSettings: tested)
}

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTests: Target.Dependency = .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
]
let certificates: [Target.Dependency] = [
    .product(name: "X509", package: "swift-certificates"), .product(name: "SwiftASN1", package: "swift-asn1"),
]
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
    name: "airut",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // System libraries: module maps and shims, no logic
        facade("CYAML", "yaml-0.1", apt: ["libyaml-dev"]),
        facade("CCurl", "libcurl", apt: ["libcurl4-openssl-dev"]),
        facade("CGit2", "libgit2", apt: ["libgit2-dev"]),
        facade("CGMime", "gmime-3.0", apt: ["libgmime-3.0-dev"]),
        facade("CCmark", "libcmark-gfm", apt: ["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]),
        .target(name: "CLinux"),
        .target(name: "CConfine", cSettings: strict),

        // Vocabulary: no I/O
        library("AirutModel"),
        library("AirutPolicy", ["AirutModel"]),

        // Facades of libraries
        library("AirutYAML", ["CYAML"]),
        library("AirutCurl", ["CCurl", "AirutModel"]),

        // One responsibility each: siblings, none imports another
        library("AirutConfig", ["AirutYAML", "AirutPolicy", "AirutModel"]),
        library("AirutMail", ["AirutCurl", "CCmark", "AirutPolicy", "AirutModel"]),
        library("AirutReader", ["CGMime", "AirutPolicy"]),
        library("AirutGit", ["CGit2", "AirutPolicy", "AirutModel"]),
        library("AirutForge", ["AirutModel"]),
        library("AirutAgent", ["AirutModel"]),
        library("AirutSandbox", ["AirutPolicy", "AirutModel", "CLinux", crypto]),
        library("AirutStore", ["AirutModel", grdb]),
        library("AirutProxy", ["AirutPolicy", "AirutModel", "CLinux", nioTLS, nioSSL, crypto] + nio + certificates),

        // Stand-ins on the loopback interface, for the tests and the demonstration
        library("AirutTestMail", ["AirutModel", nioSSL] + nio),
        library("AirutTestForge", ["AirutModel", nioHTTP] + nio),

        // The pipeline, its supervisor, and the command line that puts everything together
        library(
            "AirutWorker",
            [
                "AirutConfig", "AirutMail", "AirutCurl", "AirutForge", "AirutAgent", "AirutSandbox", "AirutStore",
                "AirutPolicy", "AirutModel", "CLinux", crypto, logging, lifecycle,
            ]),
        library(
            "AirutSupervisor",
            [
                "AirutWorker", "AirutConfig", "AirutSandbox", "AirutStore", "AirutPolicy", "AirutModel", "CLinux",
                logging, lifecycle,
            ]),
        library(
            "AirutCommands",
            [
                "AirutSupervisor", "AirutWorker", "AirutConfig", "AirutMail", "AirutStore", "AirutTestMail",
                "AirutTestForge",
                "AirutSandbox", "AirutAgent", "AirutPolicy", "AirutModel", "CLinux", arguments, logging, lifecycle,
                signals,
            ],
            resources: [.embedInCode("Demo/Resources")]),

        // Programs
        tool("airut", ["AirutCommands", arguments]),
        tool("airut-reader", ["AirutReader"]),
        tool("airut-git", ["AirutGit", "CLinux"]),
        tool("airut-proxy", ["AirutProxy"]),
        program("airut-confine", ["CConfine"]),
        program("airut-netns", ["CConfine"]),
        program("airut-init"),

        // What several test targets need: temporary folders, commands, certificates, servers
        .target(
            name: "AirutTestSupport", dependencies: ["AirutModel", "CLinux"], path: "Tests/AirutTestSupport",
            swiftSettings: tested),
        // A proxy that answers everything, and tells what it is asked
        program("airut-test-proxy", path: "Tests/AirutTestProxy"),

        .target(
            name: "AirutMailTestSupport",
            dependencies: ["AirutMail", "AirutTestMail", "AirutTestSupport", "AirutModel"],
            path: "Tests/AirutMailTestSupport", swiftSettings: tested),

        // `make bench`
        program("airut-bench-agent", path: "Tests/BenchmarkAgent"),
        .executableTarget(
            name: "airut-bench",
            dependencies: [
                "AirutTestMail", "AirutTestForge", "AirutTestSupport", "AirutModel", "airut", "airut-reader",
                "airut-git", "airut-proxy", "airut-confine", "airut-netns", "airut-init", "airut-bench-agent",
            ],
            path: "Tests/Benchmarks", exclude: ["Check", "Proxy"], swiftSettings: tested),

        tests("AirutModel", ["AirutTestSupport"]),
        tests("AirutPolicy", ["AirutTestSupport", "AirutModel"]),
        tests("AirutYAML"),
        tests("AirutCurl", ["AirutTestSupport", "AirutModel"]),
        tests("AirutConfig", ["AirutTestSupport", "AirutPolicy", "AirutModel", "AirutYAML"]),
        tests(
            "AirutMail",
            ["AirutMailTestSupport", "AirutTestSupport", "AirutTestMail", "AirutCurl", "AirutPolicy", "AirutModel"]),
        tests("AirutReader", ["AirutTestSupport", "AirutPolicy", "airut-reader"]),
        tests("AirutGit", ["AirutTestSupport", "AirutPolicy", "airut-git", "airut-confine"]),
        tests("AirutForge", ["AirutTestForge", "AirutCurl", "AirutModel"]),
        tests("AirutAgent", ["AirutModel"]),
        tests(
            "AirutSandbox",
            [
                "AirutTestSupport", "AirutPolicy", "AirutModel", "airut-confine", "airut-init", "airut-netns",
                "airut-proxy", "airut-test-proxy",
            ],
            exclude: ["attempts", "kit.py", "machine-apart.sh", "observer", "on-machine.py", "runner.py"].map {
                "Pentest/\($0)"
            }),
        tests(
            "AirutProxy",
            ["AirutTestSupport", "AirutPolicy", "AirutModel", "airut-proxy", nioHTTP, nioSSL, crypto] + nio
                + certificates),
        tests("AirutStore", ["AirutTestSupport", "AirutModel", grdb]),
        tests("AirutTestMail", ["AirutTestSupport", "AirutModel"]),
        tests(
            "AirutWorker",
            [
                "AirutConfig", "AirutMail", "AirutForge", "AirutSandbox", "AirutStore", "AirutTestMail",
                "AirutTestForge", "AirutMailTestSupport", "AirutTestSupport", "AirutPolicy", "AirutModel", crypto,
                logging, lifecycleTests, "airut-reader", "airut-git", "airut-confine",
            ]),
        tests(
            "AirutSupervisor",
            [
                "AirutTestSupport", "AirutWorker", "AirutConfig", "AirutSandbox", "AirutStore", "AirutPolicy",
                "AirutModel",
                "CLinux", logging,
            ]),
        tests(
            "AirutCommands",
            [
                "AirutSupervisor", "AirutWorker", "AirutConfig", "AirutMail", "AirutStore", "AirutTestMail",
                "AirutTestForge", "AirutTestSupport", "AirutPolicy", "AirutModel", crypto, grdb, logging, "airut",
                "airut-reader",
                "airut-git",
                "airut-confine", "airut-init", "airut-netns", "airut-proxy",
            ],
            exclude: ["Claude/messages.py", "Claude/fetch-claude.sh"]),
    ],
    swiftLanguageModes: [.v6]
)
