import ServiceLifecycle

/// Whether the server is being told to stop.
enum ShutdownNotice {
    /// A service manager tells us and our children at the same time: a child's end may be seen first. So whoever is about
    /// to blame a failure on something else asks this, which waits a moment.
    static func arrives(within time: Duration = .seconds(1)) async -> Bool {
        if Task.isShuttingDownGracefully || Task.isCancelled { return true }
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
        return Task.isShuttingDownGracefully || Task.isCancelled
    }
}
