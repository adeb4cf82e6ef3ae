/// What the style sheets of a document say about whether people see its elements.
///
/// Text that people cannot see must not reach the agent: it is how instructions are smuggled into a message.
struct HTMLStyle {
    private var rules: [String: HTMLDeclarations] = [:]

    /// - Parameter styles: the style sheets of the document. Only selectors of one element (`p`, `.x`, `p.x`, `#x`, `*`)
    ///   are understood; rules for some media only do not count.
    init(_ styles: String) {
        guard styles.utf8.contains(UInt8(ascii: "{")) else { return }
        var rest = Substring(Self.withoutComments(styles.lowercased()))
        var place = 0
        while let brace = rest.firstIndex(of: "{") {
            place += 1
            let selector = rest[..<brace].trimmed()
            let isAtRule = selector.split(separator: ";").last?.trimmed().hasPrefix("@") ?? false
            let body = rest[rest.index(after: brace)...]
            let end = isAtRule ? Self.endOfBlock(body) : body.firstIndex(of: "}") ?? body.endIndex
            if !isAtRule { add(HTMLDeclarations(String(body[..<end]), rank: place), to: selector) }
            rest = end < body.endIndex ? body[body.index(after: end)...] : ""
        }
    }

    private mutating func add(_ declarations: HTMLDeclarations, to selectors: String) {
        guard !declarations.isEmpty else { return }
        for selector in selectors.split(separator: ",") {
            rules[selector.trimmed(), default: HTMLDeclarations()].add(declarations)
        }
    }

    /// Everything that is said about an element, by rules and by itself.
    func declarations(for element: HTMLElement) -> HTMLDeclarations {
        var result = HTMLDeclarations()
        if !rules.isEmpty {
            for (selector, weight) in Self.selectors(of: element) {
                if let rule = rules[selector] { result.add(rule.weighted(by: weight << 32)) }
            }
        }
        if let own = element["style"] { result.add(HTMLDeclarations(own, rank: 1000 << 32)) }
        if element["hidden"] != nil { result.hides = true }
        return result
    }

    /// The selectors that mean this element, each with its weight.
    private static func selectors(of element: HTMLElement) -> [(String, weight: Int)] {
        var found = [("*", weight: 0), (element.name, weight: 1)]
        for name in element.classes.prefix(50) {
            let selector = "." + name.lowercased()
            found += [(selector, weight: 10), (element.name + selector, weight: 11)]
        }
        if let id = element["id"] {
            let selector = "#" + id.lowercased()
            found += [(selector, weight: 100), (element.name + selector, weight: 101)]
        }
        return found
    }

    /// Also without the marks of comments that hid style sheets from old browsers.
    static func withoutComments(_ text: String) -> String {
        guard text.contains("/*") || text.contains("<!--") else { return text }
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstRange(ofPlain: "/*") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...].firstRange(ofPlain: "*/").map { rest[$0.upperBound...] } ?? ""
        }
        result += rest
        return result.hasPrefix("<!--") ? String(result.dropFirst(4)) : result
    }

    private static func endOfBlock(_ text: Substring) -> Substring.Index {
        var depth = 1
        for index in text.indices {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return text.endIndex
    }
}

extension Substring {
    /// The first place of a pattern of two ASCII characters.
    fileprivate func firstRange(ofPlain pattern: String) -> Range<Index>? {
        let wanted = Array(pattern.utf8)
        var index = utf8.startIndex
        while index < utf8.endIndex {
            let next = utf8.index(after: index)
            guard next < utf8.endIndex else { return nil }
            if utf8[index] == wanted[0], utf8[next] == wanted[1] { return index..<utf8.index(after: next) }
            index = next
        }
        return nil
    }
}
