/// One pass over a request's body: what Claude's servers would fetch, and the edits that limit it.
struct ServerToolWalk {
    struct Edit {
        let range: Range<Int>
        let text: String
    }

    /// A name that never resolves (RFC 6761 §6.4): an empty list is an error for some tools and no limit for others.
    static let nowhere = "blocked.invalid"

    let parser: JSONParser
    let allowlist: NetworkAllowlist
    let policy: ServerToolPolicy
    private(set) var edits: [Edit] = []
    private(set) var notes: [String] = []

    init(parser: JSONParser, allowlist: NetworkAllowlist, policy: ServerToolPolicy) {
        self.parser = parser
        self.allowlist = allowlist
        self.policy = policy
    }

    func rewritten() -> [UInt8] {
        var result: [UInt8] = []
        var done = 0
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            result += parser.bytes[done..<edit.range.lowerBound]
            result += Array(edit.text.utf8)
            done = edit.range.upperBound
        }
        return result + parser.bytes[done...]
    }

    /// `tools` at any depth, because batches nest them; but not inside what the model once said to a tool.
    mutating func visit(_ node: JSONNode) throws(RequestRefusal) {
        switch node.kind {
        case .array(let elements):
            for element in elements { try visit(element) }
        case .object(let members):
            try checkSource(node)
            let isCall = node["type"].flatMap(parser.text)?.hasSuffix("tool_use") == true
            for (key, value) in members where !(isCall && key == "input") && key != "input_schema" {
                if key == "tools" { for tool in value.elements ?? [] { try limit(tool) } }
                if key == "mcp_servers" { for server in value.elements ?? [] { try checkServer(server) } }
                try visit(value)
            }
        case .string, .scalar, .null: break
        }
    }

    /// Images and documents by their URL are fetched by Claude's servers.
    private func checkSource(_ node: JSONNode) throws(RequestRefusal) {
        guard let source = node["source"], source["type"].flatMap(parser.text)?.lowercased() == "url" else { return }
        let url = source["url"].flatMap(parser.text) ?? ""
        guard isAllowed(url, method: "GET") else {
            throw RequestRefusal("it asks Claude's servers to fetch an address that the allowlist does not open")
        }
    }

    private func checkServer(_ server: JSONNode) throws(RequestRefusal) {
        let url = server["url"].flatMap(parser.text) ?? ""
        guard isAllowed(url, method: "POST"), isAllowed(url, method: "GET") else {
            throw RequestRefusal("it asks Claude's servers to use an MCP server that the allowlist does not open")
        }
    }

    private func isAllowed(_ url: String, method: String) -> Bool {
        guard let raw = RawRequest(url: url, method: method), let request = try? CanonicalRequest(raw) else {
            return false
        }
        return allowlist.decide(request).isAllowed
    }

    /// Limits one tool's `allowed_domains` to hosts that are open to GET on every path, with everything below them.
    private mutating func limit(_ tool: JSONNode) throws(RequestRefusal) {
        guard let written = tool["type"].flatMap(parser.text) else { return }
        let type = written.lowercased()
        if ["computer_", "bash_", "code_execution_"].contains(where: type.hasPrefix) {
            throw RequestRefusal("the server-side tool \(type.prefix(60)) cannot be limited to the allowlist")
        }
        guard type.hasPrefix("web_"), !(policy.allowsWebSearch && type.hasPrefix("web_search_")) else { return }
        if let blocked = tool["blocked_domains"], !blocked.isNull, blocked.elements?.isEmpty != true {
            throw RequestRefusal("its tool \(type.prefix(60)) has blocked_domains; only allowed_domains can be checked")
        }
        guard let allowed = tool["allowed_domains"] else {
            let start = tool.range.lowerBound + 1
            return replace(start..<start, "\"allowed_domains\":[\"\(Self.nowhere)\"],", type, dropped: [])
        }
        let domains = try domains(allowed, of: type)
        let kept = domains.filter(isOpen)
        if kept.count == domains.count, !kept.isEmpty { return }
        let list = (kept.isEmpty ? [Self.nowhere] : kept).map(JSONString.quoted).joined(separator: ",")
        replace(allowed.range, "[\(list)]", type, dropped: domains.filter { !kept.contains($0) })
    }

    private mutating func replace(_ range: Range<Int>, _ text: String, _ type: String, dropped: [String]) {
        edits.append(Edit(range: range, text: text))
        let what = dropped.isEmpty ? "no domains" : "without " + dropped.prefix(10).joined(separator: ", ")
        notes.append("\(type.prefix(60)) limited: \(what)")
    }

    /// Plain host names with or without a path; `[]` for what is no list.
    private func domains(_ node: JSONNode, of type: String) throws(RequestRefusal) -> [String] {
        var domains: [String] = []
        for element in node.elements ?? [] {
            guard let text = parser.text(of: element), host(of: text) != nil else {
                throw RequestRefusal("an entry of allowed_domains of \(type.prefix(60)) is no plain host name")
            }
            domains.append(text)
        }
        return domains
    }

    private func host(of domain: String) -> HostName? {
        HostName(String(domain.prefix { $0 != "/" })).flatMap { $0.address == nil ? $0 : nil }
    }

    /// A domain means the names below it too, so those must be open as well.
    private func isOpen(_ domain: String) -> Bool {
        if domain == Self.nowhere { return true }
        guard let host = host(of: domain) else { return false }
        let open = allowlist.rules.filter { $0.isOpenToEveryPath && $0.allows(method: "GET") }
        return open.contains { $0.covers(host) }
            && open.contains { rule in rule.host.literalSuffix.map { ".\(host)".hasSuffix($0) } ?? false }
    }
}
