/// Lines for an allowlist's file that would allow what was blocked, as narrow as they can be and still be read.
public struct AllowlistProposal: Sendable, Hashable {
    /// More paths of a host than this become their common beginning.
    private static let maximumPaths = 3

    private let entries: [Entry]

    private struct Entry: Sendable, Hashable {
        var host: String
        var path: String
        var methods: [String]
        var isWebSocket: Bool
    }

    public init(_ requests: [BlockedRequest]) {
        let hosts = Dictionary(grouping: requests) { $0.host }
        entries = hosts.sorted { $0.key < $1.key }.flatMap { Self.entries(host: $0.key, $0.value) }
    }

    public var isEmpty: Bool { entries.isEmpty }

    /// What was blocked, each host once, sorted.
    public var hosts: [String] { Set(entries.map(\.host)).sorted() }

    /// YAML: the section `url_prefixes`, each entry on lines of its own. Empty without requests.
    public var text: String {
        if entries.isEmpty { return "" }
        let lines = entries.flatMap { entry in
            ["  - host: \(YAMLText.quoted(entry.host))", "    path: \(YAMLText.quoted(entry.path))"]
                + (entry.methods.isEmpty ? [] : ["    methods: [\(entry.methods.joined(separator: ", "))]"])
                + (entry.isWebSocket ? ["    websocket: true"] : [])
        }
        return (["url_prefixes:"] + lines).joined(separator: "\n") + "\n"
    }

    private static func entries(host: String, _ requests: [BlockedRequest]) -> [Entry] {
        let known = requests.filter { $0.path != nil }
        guard !known.isEmpty else { return [Entry(host: host, path: "", methods: [], isWebSocket: false)] }
        let paths = Set(known.compactMap(\.path))
        let isMany = paths.count > maximumPaths
        let groups = Dictionary(grouping: known) { isMany ? "" : $0.path ?? "" }
        return groups.sorted { $0.key < $1.key }.map { path, requests in
            Entry(
                host: host, path: isMany ? commonFolder(of: paths) + "*" : literal(path),
                methods: Set(requests.compactMap(\.method)).sorted(),
                isWebSocket: requests.contains(where: \.isWebSocket))
        }
    }

    /// The longest beginning of all paths that ends in a slash, as a pattern.
    private static func commonFolder(of paths: Set<String>) -> String {
        guard var common = paths.first.map({ Array($0.unicodeScalars) }) else { return "/" }
        for path in paths {
            common = Array(zip(common, path.unicodeScalars).prefix { $0 == $1 }.map(\.0))
        }
        let end = common.lastIndex(of: "/").map { $0 + 1 } ?? 0
        return escaped(String(String.UnicodeScalarView(common[..<end])))
    }

    private static func literal(_ path: String) -> String { Glob(path).isPattern ? escaped(path) : path }

    /// The pattern that matches just this text.
    private static func escaped(_ text: String) -> String {
        text.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
    }
}
