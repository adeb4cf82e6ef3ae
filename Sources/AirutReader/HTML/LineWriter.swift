/// Puts text into lines: collapses white space, keeps list indents and quote marks, and knows whose each line is.
struct LineWriter {
    /// What stands before the lines of a list item or quotation.
    struct Prefix {
        /// Before the first line.
        var first: String?
        /// Before the others.
        let rest: String
    }

    private(set) var lines: [Line] = []
    /// Whose the text is that comes now.
    private(set) var kind = Line.Kind.own
    private var current: [UInt8] = []
    private var hasPendingSpace = false
    private var prefixes: [Prefix] = []
    private var remainingBytes: Int

    private static let maximumPrefixes = 12

    /// - Parameter maximumBytes: further text is dropped.
    init(maximumBytes: Int) { remainingBytes = maximumBytes }

    var isFull: Bool { remainingBytes <= 0 }

    /// Text in which any white space means one space.
    mutating func write(_ text: String) {
        guard !isFull else { return }
        for byte in text.utf8 {
            if isWhite(byte) {
                hasPendingSpace = true
            } else {
                flushSpace()
                current.append(byte)
            }
        }
        remainingBytes -= text.utf8.count
    }

    /// Text in which white space stays.
    mutating func writeVerbatim(_ text: String) {
        guard !isFull else { return }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") { finishLine() } else { current.append(byte) }
        }
        remainingBytes -= text.utf8.count
    }

    /// Ends the line if anything stands on it.
    mutating func endLine() {
        hasPendingSpace = false
        if !current.isEmpty { finishLine() }
    }

    /// Ends the line, even an empty one: `<br>`.
    mutating func breakLine() {
        hasPendingSpace = false
        finishLine()
    }

    /// Ends the line and leaves one empty.
    mutating func endParagraph() {
        endLine()
        if let last = lines.last, !last.isBlank { lines.append(Line(text: "", kind: kind)) }
    }

    /// Whether the prefix was taken; when there are too many it is not, and must not be ended.
    mutating func begin(_ prefix: Prefix) -> Bool {
        endLine()
        guard prefixes.count < Self.maximumPrefixes else { return false }
        prefixes.append(prefix)
        return true
    }

    /// Ends the innermost prefix.
    mutating func endPrefix() {
        endLine()
        prefixes.removeLast()
    }

    mutating func setKind(_ new: Line.Kind) {
        endLine()
        kind = new
    }

    /// A place in the text, to put a mark around what follows.
    struct Place: Equatable {
        let line: Int
        let offset: Int
    }

    mutating func place() -> Place {
        if hasPendingSpace { flushSpace() }
        return Place(line: lines.count, offset: current.count)
    }

    /// Puts marks around what was written since `place`.
    ///
    /// - Returns: `false`, with nothing done, when that is nothing, or more than the line.
    @discardableResult
    mutating func enclose(from place: Place, _ opening: String, _ closing: String) -> Bool {
        guard place.line == lines.count, current.count > place.offset else { return false }
        current.insert(contentsOf: opening.utf8, at: place.offset)
        current += closing.utf8
        remainingBytes -= opening.utf8.count + closing.utf8.count
        return true
    }

    /// What was written on this line since `place`.
    func text(from place: Place) -> String? {
        guard place.line == lines.count, current.count > place.offset else { return nil }
        return String(decoding: current[place.offset...], as: UTF8.self)
    }

    private mutating func flushSpace() {
        if hasPendingSpace, let last = current.last, last != UInt8(ascii: " ") { current.append(UInt8(ascii: " ")) }
        hasPendingSpace = false
    }

    private mutating func finishLine() {
        let text = TextCleaner.cleaned(String(decoding: current, as: UTF8.self)).split(
            separator: "\n", omittingEmptySubsequences: false
        ).joined(separator: " ")
        current = []
        let trimmed = text == "-- " ? text : PlainText.withoutTrailingSpace(text)
        remainingBytes -= 1
        lines.append(Line(text: trimmed.isEmpty ? "" : takePrefix() + trimmed, kind: kind))
    }

    private mutating func takePrefix() -> String {
        var text = ""
        for index in prefixes.indices {
            text += prefixes[index].first ?? prefixes[index].rest
            prefixes[index].first = nil
        }
        return text
    }
}
