import AirutTestSupport
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

/// Lets only a few of a suite's tests run at a time.
struct FewAtATime: SuiteTrait, TestTrait, TestScoping {
    private static let turnstile = Turnstile(4)
    let isRecursive = true

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        // Only what really runs has a case; a suite around it must not take a place that its tests wait for.
        guard testCase != nil else { return try await function() }
        try await Self.turnstile.pass { try await function() }
    }
}

/// Everything that runs Podman: the suites share the storages.
@Suite(PodmanStorageTrait(), FewAtATime()) struct PodmanTests {
    static func storage(_ flavor: PodmanFlavor) throws -> PodmanStorage {
        try #require(PodmanStorageTrait.storages[flavor])
    }
}
