/// The value of a container's environment variable, as a repository's `container_env` declares it.
public enum ContainerValue: Sendable, Hashable {
    case plain(String)
    /// `!secret NAME` and `!secret? NAME`: from the server's pools. A required one that is missing fails the task.
    case secret(String, isOptional: Bool)
}
