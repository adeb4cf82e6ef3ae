import AirutYAML
import Testing

@Suite struct YAMLDocumentTests {
    private func pairs(_ text: String) throws -> [String: YAMLNode] {
        let document = YAMLDocument.parse(text)
        #expect(document.problems == [])
        guard case .mapping(let pairs)? = document.root?.kind else { return [:] }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value) })
    }

    @Test func `every node has its text, tag, line and column`() throws {
        let nodes = try pairs("a: no\nb:\n  - 'x'\n  - !env NAME\nc: !secret? K\n")
        #expect(nodes["a"]?.text == "no")
        guard case .sequence(let list)? = nodes["b"]?.kind else { Issue.record("no list"); return }
        #expect(list[1].tag == "!env")
        #expect(list[1].text == "NAME")
        #expect((list[1].line, list[1].column) == (4, 5))
        #expect(nodes["c"]?.tag == "!secret?")
    }

    @Test func `null is a plain empty value, not a quoted one`() throws {
        let nodes = try pairs("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: !!str null\n")
        #expect("abcdef".filter { nodes["\($0)"]?.isNull == true } == "abc")
    }

    @Test func `columns count characters and a byte order mark is skipped`() throws {
        let document = YAMLDocument.parse("\u{FEFF}äö: &x 1\näö: 2\n")
        #expect(document.problems.map(\.line) == [2])
        #expect(document.problems.first?.sentence == "“äö” stands here a second time; the first is in line 1")
        #expect(try pairs("é: [ü, !a b]")["é"]?.column == 4)
    }

    @Test func `aliases are copies and merge keys give way to own keys`() throws {
        let nodes = try pairs("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 0}\nd: {<<: *a}\ne: *a\n")
        guard case .mapping(let c)? = nodes["c"]?.kind else { Issue.record("no mapping"); return }
        #expect(c.map { "\($0.key)\($0.value.text ?? "")" } == ["x0", "y1", "z2"])
        guard case .mapping(let d)? = nodes["d"]?.kind else { Issue.record("no mapping"); return }
        #expect(d.count == 2)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "“a” stands here a second time; the first is in line 1"),
        ("<<: 1\n", 1, 5, "<< merges a mapping, or a list of mappings"),
        ("[1]: 2\n", 1, 1, "a key is a single word or text, not a collection"),
        ("a: *b\n", 1, 4, "there is no &b before this *b"),
        ("a: &a [*a]\n", 1, 8, "*a contains itself"),
        ("a: &a\n  b: {c: *a}\n", 2, 10, "*a contains itself"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here: one file holds one document"),
        ("a:\n\tb: 1\n", 2, 1, "a tab cannot indent YAML: use spaces"),
        ("ä:\n  b: 1\n\tc: 1\n", 3, 1, "a tab cannot indent YAML: use spaces"),
        ("a: \u{1}\n", 1, 4, "the control character U+1 cannot stand in YAML: remove it, or write it escaped"),
    ])
    func `mistakes have a place and a sentence`(text: String, line: Int, column: Int, sentence: String) {
        let problem = YAMLProblem(line: line, column: column, sentence: sentence)
        #expect(YAMLDocument.parse(text).problems == [problem])
    }

    @Test(arguments: [
        "a: [1", "a: 'x", "{", "a: b: c", "- a\nb", "%YAML 9", "a: @x", "!<", "\"\\x\"", "? [", "&a &b c",
    ])
    func `what is not YAML is one problem with a place`(text: String) {
        let document = YAMLDocument.parse(text)
        #expect(document.root == nil)
        #expect(document.problems.count == 1)
        #expect(document.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 })
    }

    @Test func `an empty text has no root and no problem`() {
        for text in ["", "\n\n", "# only a comment\n"] {
            #expect(YAMLDocument.parse(text).root == nil)
            #expect(YAMLDocument.parse(text).problems == [])
        }
    }
}

@Suite struct YAMLRangeTests {
    /// Of each pair at the top: its first and last line, and whether it is a block.
    private func ranges(_ text: String) -> [String] {
        guard case .mapping(let pairs)? = YAMLDocument.parse(text).root?.kind else { return [] }
        return pairs.map { "\($0.key) \($0.line)-\($0.lastLine)\($0.value.isBlock ? " block" : "")" }
    }

    @Test(arguments: [
        ("a: 1\n\n# c\nb:\n# d\n", ["a 1-1", "b 4-4"]), ("a:\n  x: 1\n  # c\n\nb: 2", ["a 1-2 block", "b 5-5"]),
        ("a: |\n  x\n\n  y\n# c\nb: 1", ["a 1-4", "b 6-6"]), ("a: |+\n  x\n\n\nb: 1", ["a 1-4", "b 5-5"]),
        ("a: >-\r\n  x\r\nb: 1\r\n", ["a 1-2", "b 3-3"]), ("a: {x: 1,\n  y: [\n]}\nb: 1", ["a 1-3", "b 4-4"]),
        ("a:\n- 1\n-\n# c\nb: 'x\n  y'\nc: x\n  y\n# d", ["a 1-3 block", "b 5-6", "c 7-8"]),
        ("a: &a\n  x: 1\nb: *a\nc:\n  d:\n    - e: 1\n  f: *a\n# g", ["a 1-2 block", "b 3-3 block", "c 4-7 block"]),
    ])
    func `a pair ends where its value does, not where the next begins`(text: String, expected: [String]) {
        #expect(ranges(text) == expected)
    }
}
