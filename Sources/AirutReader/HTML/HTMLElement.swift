/// A start tag with those attributes that matter here.
struct HTMLElement {
    /// In lower case.
    let name: String
    private var attributes: [String: String] = [:]

    private static let kept: Set<String> = [
        "id", "class", "style", "href", "src", "alt", "type", "hidden", "start", "role", "width", "height",
        "color", "bgcolor", "text",
    ]

    init(name: String) { self.name = name }

    subscript(attribute: String) -> String? { attributes[attribute] }

    var classes: [Substring] { attributes["class"]?.split(whereSeparator: \.isWhitespace) ?? [] }

    /// The first of two attributes with one name counts.
    mutating func set(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        guard name.count <= 8 else { return }
        let name = String(decoding: name.map(lowercase), as: UTF8.self)
        guard Self.kept.contains(name), attributes[name] == nil else { return }
        attributes[name] = HTMLEntities.decoded(value.prefix(4_000), isAttribute: true)
    }
}
