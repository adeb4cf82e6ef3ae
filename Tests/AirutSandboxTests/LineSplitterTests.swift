import Testing

@testable import AirutSandbox

@Suite struct LineSplitterTests {
    @Test func `lines are found however the bytes are cut`() {
        let text = Array("one\n\ntwo\r\nthree\u{2028}still three\nrest".utf8)
        for size in 1...text.count {
            var splitter = LineSplitter(maximumLineBytes: 100)
            var lines: [[UInt8]] = []
            for begin in stride(from: 0, to: text.count, by: size) {
                lines += splitter.add(Array(text[begin..<min(begin + size, text.count)]))
            }
            let texts = lines.map { String(decoding: $0, as: UTF8.self) }
            #expect(texts == ["one", "", "two\r", "three\u{2028}still three"])
            #expect(splitter.finish() == Array("rest".utf8))
        }
    }

    @Test func `a line beyond the limit, and what follows, is left out`() {
        var splitter = LineSplitter(maximumLineBytes: 3)
        #expect(splitter.add(Array("abc\nde".utf8)) == [Array("abc".utf8)])
        #expect(!splitter.isOverlong)
        #expect(splitter.add(Array("fg".utf8)) == [])
        #expect(splitter.isOverlong)
        #expect(splitter.add(Array("\nij\n".utf8)) == [])
        #expect(splitter.finish() == nil)
    }
}
