import AirutYAML

extension Format {
    /// A list of at least `minimum` values.
    static func list<Element>(of element: Format<Element>, minimum: Int = 0) -> Self where Value == [Element] {
        Self(
            shape: .list(of: element.shape, minimum: minimum),
            decode: { input, decoding in
                guard case .sequence(let nodes) = input.node.kind else {
                    decoding.report(input.node, "should be a list, not \(input.quotation)")
                    return nil
                }
                if nodes.count < minimum {
                    decoding.report(
                        input.node, "should have at least \(minimum == 1 ? "one entry" : "\(minimum) entries")")
                }
                return nodes.enumerated().compactMap { index, node in
                    decoding.within("\(index)") { $0.element(node, element) }
                }
            },
            show: { values in
                let texts = values.compactMap(element.show)
                return texts.count == values.count ? "[" + texts.joined(separator: ", ") + "]" : nil
            },
            effective: { .list($0.map(element.effective)) })
    }

    /// A mapping of names the operator chooses.
    ///
    /// An entry from an environment variable that is not set is left out, with a warning.
    static func map<Element>(
        _ key: MapKey, of element: Format<Element>, parse: @escaping @Sendable (String) -> String?
    ) -> Self where Value == [String: Element] {
        Self(
            shape: .map(key, of: element.shape),
            decode: { input, decoding in
                decoding.entries(of: input, key, parse, element).map {
                    Dictionary($0.map { ($0.0, $0.1) }) { first, _ in first }
                }
            },
            show: { _ in nil },
            effective: { .map($0.mapValues(element.effective)) })
    }

    /// Names of environment variables with a value each.
    static func environment<Element>(of element: Format<Element>) -> Self where Value == [String: Element] {
        .map(EnvironmentName.key, of: element, parse: EnvironmentName.parse)
    }

    /// A section as an entry of a list or map.
    static func section(_ type: Value.Type) -> Self where Value: Section {
        Self(
            shape: .section(type.shape),
            decode: { input, decoding in
                var section = Value()
                decoding.fill(&section, from: input)
                return section
            },
            show: { _ in nil },
            effective: { .section($0.effectiveSettings) })
    }
}

extension Decoding {
    /// The entries of a mapping with free keys, in file order; `nil` when it is none.
    mutating func entries<Key, Element>(
        of input: Input, _ key: MapKey, _ parse: (String) -> Key?, _ format: Format<Element>
    ) -> [(Key, Element)]? {
        guard case .mapping(let pairs) = input.node.kind else {
            if key.holdsSecrets || format.shape.holdsSecrets {
                reportSecret(input.node, "should be a mapping, not \(input.kindPhrase)")
            } else {
                report(input.node, "should be a mapping, not \(input.quotation)")
            }
            return nil
        }
        return pairs.compactMap { pair in
            within(pair.key) { decoding in
                guard let name = parse(pair.key) else {
                    if key.holdsSecrets { decoding.hide(pair.value) }
                    decoding.report(line: pair.line, column: pair.column, "the name should be \(key.expectation)")
                    return nil
                }
                return decoding.element(pair.value, format).map { (name, $0) }
            }
        }
    }

    mutating func element<Element>(_ node: YAMLNode, _ format: Format<Element>) -> Element? {
        switch resolve(node) {
        case .failed: return nil
        case .unset(let name):
            report(node, "the environment variable \(name) is not set, so this is left out", .warning)
            return nil
        case .value(let input): return format.decode(input, &self)
        }
    }
}
