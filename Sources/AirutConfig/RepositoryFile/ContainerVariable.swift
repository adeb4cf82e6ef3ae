/// One entry of `container_env`.
public struct ContainerVariable: Sendable, Hashable {
    public var name: String
    public var value: ContainerValue

    public init(name: String, value: ContainerValue) {
        self.name = name
        self.value = value
    }
}
