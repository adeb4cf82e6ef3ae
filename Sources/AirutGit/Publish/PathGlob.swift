/// A pattern for a whole path: components of ``NameGlob``, `**` for any number of folders, and `…/**` for everything below.
struct PathGlob: Hashable, Sendable {
    private enum Component: Hashable {
        case name(NameGlob)
        case folders
    }

    private let components: [Component]

    /// A `/` at the end means everything below.
    init(_ pattern: some Collection<UInt8>) {
        let parts = Array(pattern).split(separator: UInt8(ascii: "/"))
        let stars = Array("**".utf8)
        var components = parts.map { $0 == stars[...] ? Component.folders : .name(NameGlob($0)) }
        if Array(pattern).last == UInt8(ascii: "/") { components.append(.folders) }
        // The folder itself does not match `…/**`: at least one component has to follow.
        if components.last == .folders { components.insert(.name(NameGlob(Array("*".utf8))), at: components.count - 1) }
        self.components = components
    }

    init(_ pattern: String) { self.init(Array(pattern.utf8)) }

    func matches(_ path: FileName) -> Bool { matches(Self.parts(path), within: StepBudget(.max)) }

    /// - Parameter parts: a path's components.
    func matches(_ parts: [FileName], within budget: StepBudget) -> Bool {
        Wildcard.matches(parts, components, within: budget, isRun: { $0 == .folders }) { part, component in
            if case .name(let glob) = component { glob.matches(part, within: budget) } else { true }
        }
    }

    /// Whether `path` is one of the folders the pattern begins with, as far as it names them (before any `**`).
    func canMatch(below path: FileName) -> Bool {
        let parts = Self.parts(path)
        for (part, component) in zip(parts, components) {
            guard case .name(let glob) = component else { return false }
            if !glob.matches(part) { return false }
        }
        return parts.count < components.count
    }

    /// The components of a path.
    static func parts(_ path: FileName) -> [FileName] {
        path.split(separator: UInt8(ascii: "/")).map { FileName($0) }
    }
}
