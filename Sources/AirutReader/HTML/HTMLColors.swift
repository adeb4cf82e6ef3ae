/// The colors of text and of what is behind it, at one place in a document.
struct HTMLColors {
    private var text = HTMLColor.black
    private var background = HTMLColor.white

    /// Whether text here looks like its background.
    var hidesText: Bool { text.disappears(on: background) }

    /// Goes into an element.
    mutating func enter(_ element: HTMLElement, _ declarations: HTMLDeclarations) {
        if let declared = declarations.background?.paint {
            if case .color(let color) = declared { background = color.over(background) }
        } else if let color = element["bgcolor"].flatMap(Self.color) {
            background = color.over(background)
        }
        if let declared = declarations.text?.paint {
            if case .color(let color) = declared { text = color }
        } else if let color = Self.own(element) {
            text = color
        }
    }

    /// What the element's name and attributes say about its text.
    private static func own(_ element: HTMLElement) -> HTMLColor? {
        switch element.name {
        case "font": element["color"].flatMap(color)
        case "body": element["text"].flatMap(color)
        case "a": element["href"] == nil ? nil : .link
        default: nil
        }
    }

    /// Attributes may leave the number sign out.
    private static func color(_ attribute: String) -> HTMLColor? {
        let text = attribute.lowercased().trimmed()
        return HTMLColor(text) ?? HTMLColor("#" + text)
    }
}
