/// A pattern for a whole text: `*` is any number of characters, `/` and `.` among them, `?` is one.
///
/// Python's `fnmatch.fnmatchcase`, as allowlists were always read: `[abc]`, `[a-z]` and `[!abc]` are classes, but only beside
/// a `*` or `?`; a text without these two means itself. Matching takes time proportional to text and pattern at worst.
public struct Glob: Codable, Sendable, Hashable, CustomStringConvertible {
    /// As it is written.
    public let text: String
    private let elements: [Element]
    /// What stands before and after the only wildcard, when that is one `*`: most patterns are such.
    private let around: (before: String, after: String)?

    private enum Element: Sendable, Hashable {
        case literal(Unicode.Scalar)
        case one
        case many
        case members([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    }

    public init(_ text: String) {
        self.text = text
        let scalars = Array(text.unicodeScalars)
        isPattern = scalars.contains("*") || scalars.contains("?")
        elements = isPattern ? Self.parse(scalars) : scalars.map(Element.literal)
        let parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        let isSimple = parts.count == 2 && !text.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
        around = isSimple ? (String(Substring(parts[0])), String(Substring(parts[1]))) : nil
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    public var description: String { text }

    /// Whether it stands for more than its own text.
    public let isPattern: Bool

    /// For `*` and a text without further wildcards that text: what every matching text ends with, and suffices.
    public var literalSuffix: String? {
        guard elements.first == .many else { return nil }
        var suffix = String.UnicodeScalarView()
        for element in elements.drop(while: { $0 == .many }) {
            guard case .literal(let scalar) = element else { return nil }
            suffix.append(scalar)
        }
        return String(suffix)
    }

    public func matches(_ text: String) -> Bool {
        if let around {
            return text.utf8.count >= around.before.utf8.count + around.after.utf8.count
                && text.utf8.starts(with: around.before.utf8)
                && text.utf8.suffix(around.after.utf8.count).elementsEqual(around.after.utf8)
        }
        if isPattern { return matches(Array(text.unicodeScalars)) }
        return text.utf8.count == self.text.utf8.count && text.utf8.elementsEqual(self.text.utf8)
    }

    /// Greedy, with one point to go back to: the last `*`.
    private func matches(_ text: [Unicode.Scalar]) -> Bool {
        var (position, index) = (0, 0)
        var retry: (position: Int, index: Int)?
        while position < text.count {
            if index < elements.count, elements[index] == .many {
                index += 1
                retry = (position, index)
            } else if index < elements.count, Self.accepts(elements[index], text[position]) {
                (position, index) = (position + 1, index + 1)
            } else if let last = retry {
                (position, index) = (last.position + 1, last.index)
                retry = (position, index)
            } else {
                return false
            }
        }
        return elements[index...].allSatisfy { $0 == .many }
    }

    private static func accepts(_ element: Element, _ scalar: Unicode.Scalar) -> Bool {
        switch element {
        case .literal(let literal): literal == scalar
        case .one: true
        case .many: false
        case .members(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
        }
    }
}

extension Glob {
    private static func parse(_ scalars: [Unicode.Scalar]) -> [Element] {
        var elements: [Element] = []
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*": if elements.last != .many { elements.append(.many) }
            case "?": elements.append(.one)
            case "[":
                if let (members, end) = members(in: scalars, from: index + 1) {
                    elements.append(members)
                    index = end
                } else {
                    elements.append(.literal("["))
                }
            case let scalar: elements.append(.literal(scalar))
            }
            index += 1
        }
        return elements
    }

    /// A class, and the index of its `]`; `nil` when it is never closed. A `]` that stands first is a member.
    private static func members(in scalars: [Unicode.Scalar], from start: Int) -> (Element, end: Int)? {
        let isNegated = start < scalars.count && scalars[start] == "!"
        let first = isNegated ? start + 1 : start
        guard first < scalars.count, let end = scalars[(first + 1)...].firstIndex(of: "]") else { return nil }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        var index = first
        while index < end {
            if index + 2 < end, scalars[index + 1] == "-" {
                let (low, high) = (scalars[index], scalars[index + 2])
                if low <= high { ranges.append(low...high) }
                index += 3
            } else {
                ranges.append(scalars[index]...scalars[index])
                index += 1
            }
        }
        return (.members(ranges, isNegated: isNegated), end)
    }
}
