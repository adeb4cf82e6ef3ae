/// What declarations of a style say about whether people see an element's text.
struct HTMLDeclarations {
    /// A color and how strong its declaration is: the strongest counts, of equals the last.
    struct Value {
        let paint: HTMLPaint
        var rank: Int
    }

    /// Whether the element is not shown at all.
    var hides = false
    private(set) var text: Value?
    private(set) var background: Value?

    var isEmpty: Bool { !hides && text == nil && background == nil }

    init() {}

    /// - Parameters:
    ///   - declarations: `name: value; name: value`.
    ///   - rank: their place in the style sheet.
    init(_ declarations: String, rank: Int) {
        let declarations = HTMLStyle.withoutComments(declarations.lowercased())
        for declaration in declarations.split(separator: ";") {
            let pair = declaration.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let parts = pair[1].split(separator: "!", maxSplits: 1)
            let isImportant = parts.count == 2 && parts[1].trimmed() == "important"
            read(pair[0].trimmed(), parts.first?.trimmed() ?? "", rank: rank + (isImportant ? Self.important : 0))
        }
    }

    /// More than any selector.
    static let important = 1 << 50

    private mutating func read(_ name: String, _ value: String, rank: Int) {
        switch name {
        case "display": if value == "none" { hides = true }
        case "visibility": if value == "hidden" || value == "collapse" { hides = true }
        case "mso-hide": if value == "all" { hides = true }
        case "opacity": if let number = Double(value), number < 0.05 { hides = true }
        case "font-size": if Self.isTiny(value) { hides = true }
        case "color": setText(HTMLPaint(text: value).map { Value(paint: $0, rank: rank) })
        // Where it is known, it wins over any `color`.
        case "-webkit-text-fill-color":
            setText(HTMLPaint(text: value).map { Value(paint: $0, rank: rank | Self.important) })
        case "background", "background-color":
            setBackground(HTMLPaint(background: value).map { Value(paint: $0, rank: rank) })
        default: break
        }
    }

    private mutating func setText(_ new: Value?) {
        if let new, new.rank >= text?.rank ?? 0 { text = new }
    }

    private mutating func setBackground(_ new: Value?) {
        if let new, new.rank >= background?.rank ?? 0 { background = new }
    }

    /// Adds those of another rule for the same element.
    mutating func add(_ other: HTMLDeclarations) {
        hides = hides || other.hides
        setText(other.text)
        setBackground(other.background)
    }

    /// The same as declarations of a selector that weighs more.
    func weighted(by weight: Int) -> HTMLDeclarations {
        var result = self
        result.text?.rank += weight
        result.background?.rank += weight
        return result
    }

    private static func isTiny(_ size: String) -> Bool {
        let number = size.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(number) else { return false }
        let unit = size.dropFirst(number.count)
        return value == 0 || (value <= 1 && (unit == "px" || unit == "pt"))
    }
}
