import AirutYAML
import Testing

@Suite struct HostileYAMLTests {
    @Test func `an alias bomb is refused before it grows`() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip(names.dropFirst(), names) {
            text += "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 9).joined(separator: ", ") + "]\n"
        }
        let document = YAMLDocument.parse(text)
        #expect(document.root == nil)
        #expect(document.problems.map(\.sentence) == ["with its aliases expanded this is more than 100000 values"])
    }

    @Test func `a bomb of merge keys is refused`() {
        var text = "a: &a {" + (0..<100).map { "k\($0): 1" }.joined(separator: ", ") + "}\n"
        for round in 1...10 {
            let before = round == 1 ? "a" : "m\(round - 1)"
            text += "m\(round): &m\(round) {"
            text += (0..<10).map { "n\($0): {<<: *\(before)}" }.joined(separator: ", ") + "}\n"
        }
        #expect(YAMLDocument.parse(text).problems.map(\.sentence).first?.hasPrefix("with its aliases") == true)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "&a [", "!t ["])
    func `deep nesting is refused`(opening: String) {
        let document = YAMLDocument.parse(String(repeating: opening, count: 20_000))
        #expect(document.root == nil)
        #expect(document.problems.count == 1)
    }

    @Test func `ten megabytes are not read`() {
        let document = YAMLDocument.parse(String(repeating: "a: 1\n", count: 2 << 20))
        #expect(
            document.problems.map(\.sentence) == [
                "this is 10485760 bytes of YAML; more than 1048576 are not read"
            ])
    }

    @Test func `a megabyte of small values stays within the limit of values`() {
        let document = YAMLDocument.parse("[" + String(repeating: "1,", count: 500_000) + "]")
        #expect(document.problems.map(\.sentence) == ["with its aliases expanded this is more than 100000 values"])
    }

    @Test(
        arguments: [
            ([0x61, 0x3A, 0x0A, 0x62, 0xFF], 2, 2), ([0xC3, 0x28], 1, 1), ([0xED, 0xA0, 0x80], 1, 1),
            ([0xFE, 0xFF], 1, 1),
            ([0x61, 0xE2, 0x82], 1, 2),
        ] as [([UInt8], Int, Int)])
    func `what is not UTF-8 has a place`(bytes: [UInt8], line: Int, column: Int) {
        let problem = YAMLProblem(
            line: line, column: column, sentence: "this is not UTF-8: save the file in that encoding")
        #expect(YAMLDocument.parse(bytes).problems == [problem])
    }

    @Test func `arbitrary bytes never stop the process`() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("ab:-?[]{},&*!|>'\"%@`#\n\t \\~<.0é\u{85}\u{2028}".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement()! }
            let document = YAMLDocument.parse(bytes)
            #expect(document.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.sentence.isEmpty })
        }
    }
}
