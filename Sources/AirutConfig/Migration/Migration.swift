import AirutYAML

/// A server's file, rewritten from an earlier format to today's by moving pieces of its text: comments, order and tags stay.
public struct Migration: Sendable {
    /// As it should be.
    public let text: String
    /// What changes, as a unified diff without its head; empty when the file is in today's form.
    public let difference: String
    /// How many settings stand elsewhere now.
    public let moves: Int

    /// The difference with its head, for people and `patch`.
    public func diff(of file: String, style: TextStyle) -> String {
        let lines = "--- \(file)\n+++ \(file)\n\(difference)".split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line in
            line.hasPrefix("+")
                ? style.added(String(line)) : line.hasPrefix("-") ? style.removed(String(line)) : String(line)
        }.joined(separator: "\n")
    }

    /// - Returns: no value when the text cannot be read, or not be rewritten without losing something; the problems say what.
    public static func rewriting(_ bytes: [UInt8], file: String) -> Loaded<Migration> {
        var draft = Draft(text: String(decoding: bytes, as: UTF8.self), file: file)
        let document = YAMLDocument.parse(bytes)
        draft.problems = document.problems.map {
            Problem(.error, file: file, line: $0.line, column: $0.column, sentence: $0.sentence)
        }
        if draft.problems.isEmpty, let root = document.root { draft.rewrite(root) }
        return Loaded(value: draft.migration, problems: draft.problems)
    }

    /// Reads the file at `path` to rewrite it.
    public static func rewriting(path: String) -> Loaded<Migration> {
        do {
            return rewriting(try TextFile.read(path, maximumBytes: YAMLLimits().bytes), file: path)
        } catch {
            return Loaded(value: nil, problems: [Problem(.error, file: path, sentence: error.description)])
        }
    }
}

/// The work on one file.
private struct Draft {
    let text: String
    let file: String
    var problems: [Problem] = []
    private var result: String?
    private var moves = 0

    init(text: String, file: String) { (self.text, self.file) = (text, file) }

    var migration: Migration? {
        let result = result ?? text
        return Migration(text: result, difference: LineDifference.unified(from: text, to: result), moves: moves)
    }

    mutating func rewrite(_ root: YAMLNode) {
        var form = EarlierForm(root)
        for finding in form.blocked {
            report(finding, "is now written \(finding.move.to), where something stands already: remove one of the two")
        }
        if let later = root.child(FormatVersion.key), let number = later.text.flatMap({ Int($0) }),
            number > FormatVersion.currentNumber
        {
            problems.append(
                Problem(
                    .error, file: file, line: later.line, column: later.column, path: FormatVersion.key,
                    sentence: "is \(number), and this airut knows the formats up to \(FormatVersion.current)"))
        }
        let version = form.renumber()
        guard problems.isEmpty, version != nil || !form.moved.isEmpty else { return }
        guard var patched = SettingText(text, root: root) else {
            return report(
                nil, "is written in braces, or merges others with <<: write its settings on lines of their own")
        }
        for finding in form.moved.sorted(by: { $0.pair.line < $1.pair.line }) {
            var blocks = patched.blocks
            if blocks.move(finding.move.from.keys[...], to: finding.move.to.keys[...]) {
                patched.blocks = blocks
            } else {
                report(
                    finding,
                    "cannot be moved to \(finding.move.to) by itself, because of braces, an alias or << around it: "
                        + "move it by hand")
            }
        }
        if let version { patched.renumber(from: version) }
        guard problems.isEmpty else { return }
        guard isSafe(patched.text, form.root) else {
            return report(nil, "cannot be rewritten without losing something: move its settings by hand")
        }
        (result, moves) = (patched.text, form.moved.count)
    }

    /// Whether the new text means what the old one did, and has all of its comments.
    private func isSafe(_ result: String, _ expected: YAMLNode) -> Bool {
        let document = YAMLDocument.parse(result)
        guard document.problems.isEmpty, let root = document.root, root.means(expected) else { return false }
        return Self.comments(text) == Self.comments(result)
    }

    private static func comments(_ text: String) -> [String] {
        text.utf8.split(separator: 0x0A).compactMap { line in
            let line = String(decoding: line, as: UTF8.self)
            return line.firstIndex(of: "#").map { String(line[$0...]) }
        }.sorted()
    }

    private mutating func report(_ finding: EarlierForm.Finding?, _ sentence: String) {
        problems.append(
            Problem(
                .error, file: file, line: finding?.pair.line ?? 0, column: finding?.pair.column ?? 0,
                path: finding?.move.from.description ?? "", sentence: sentence))
    }
}
