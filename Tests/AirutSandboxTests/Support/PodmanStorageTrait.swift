import Testing

/// Gives a whole suite one Podman storage per flavor: making one takes seconds.
struct PodmanStorageTrait: SuiteTrait, TestScoping {
    @TaskLocal static var storages: [PodmanFlavor: PodmanStorage] = [:]

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await Self.provide(PodmanFlavor.testable[...], [:], performing: function)
    }

    private static func provide(
        _ flavors: ArraySlice<PodmanFlavor>, _ made: [PodmanFlavor: PodmanStorage],
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard let flavor = flavors.first else {
            return try await $storages.withValue(made) { try await function() }
        }
        try await PodmanStorage.with(flavor) { storage in
            try await provide(
                flavors.dropFirst(), made.merging([flavor: storage]) { $1 }, performing: function)
        }
    }
}

/// Everything that runs Podman: the suites share the storages.
@Suite(PodmanStorageTrait()) struct PodmanTests {
    static func storage(_ flavor: PodmanFlavor) throws -> PodmanStorage {
        try #require(PodmanStorageTrait.storages[flavor])
    }
}
