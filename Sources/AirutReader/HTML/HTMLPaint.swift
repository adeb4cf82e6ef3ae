/// What a style says about one of an element's colors.
enum HTMLPaint: Hashable {
    /// As outside the element, or for a background nothing at all.
    case inherited
    case color(HTMLColor)

    /// A value of `color`; `nil` when it means nothing.
    init?(text value: String) {
        switch value {
        case "inherit", "unset", "currentcolor", "revert": self = .inherited
        case "initial": self = .color(.black)
        default:
            guard let color = HTMLColor(value) else { return nil }
            self = .color(color)
        }
    }

    /// A value of `background` or `background-color`. Pictures do not count: mail programs seldom load them.
    init?(background value: String) {
        let words = Self.words(of: value)
        guard !words.isEmpty else { return nil }
        self = words.lazy.compactMap(HTMLColor.init).last.map(Self.color) ?? .inherited
    }

    /// Split at spaces and commas outside of parentheses.
    private static func words(of value: String) -> [String] {
        var words = [""]
        var depth = 0
        for character in value.prefix(500) {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth <= 0, character.isWhitespace || character == "," {
                words.append("")
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words.filter { !$0.isEmpty }
    }
}
