import AirutPolicy
import AirutReader
import Testing

@Suite struct CharsetTests {
    private func document(charset: String, _ bytes: [UInt8]) -> MessageDocument {
        MessageReader().read(Array("Content-Type: text/plain; charset=\"\(charset)\"\n\n".utf8) + bytes)
    }

    @Test(
        arguments: [
            ("iso-8859-1", [0x67, 0x72, 0xFC, 0xDF, 0x65], "grüße"),
            ("windows-1252", [0x80, 0x20, 0x93, 0x78, 0x94], "€ “x”"),
            ("iso-8859-15", [0xA4], "€"), ("koi8-r", [0xC4, 0xC1], "да"),
            ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"), ("gb2312", [0xC4, 0xE3], "你"),
            ("big5", [0xA7, 0x41], "你"), ("euc-kr", [0xB0, 0xA1], "가"), ("utf-16le", [0x61, 0x00, 0x62, 0x00], "ab"),
            ("us-ascii", [0xC3, 0xBC], "ü"), ("UTF-8", [0xC3, 0xBC], "ü"), ("windows-1251", [0xE4, 0xE0], "да"),
        ] as [(String, [UInt8], String)])
    func `known charsets are read`(charset: String, bytes: [UInt8], text: String) {
        let document = document(charset: charset, bytes)
        #expect(document.text == text)
        #expect(document.notes.isEmpty)
    }

    @Test(arguments: ["x-made-up", "no such thing", "utf-8//TRANSLIT", "../../etc/passwd", "ISO-2022-CN-EXT"])
    func `an unknown charset degrades to a readable text with a note`(charset: String) {
        let document = document(charset: charset, Array("Bitte pr".utf8) + [0xFC] + Array("fen".utf8))
        #expect(document.text == "Bitte prüfen")
        #expect(document.notes.count == 1)
        #expect(document.notes.first?.contains("unknown charset") == true)
    }

    @Test func `bytes that do not fit their charset are replaced, the others stay`() {
        #expect(document(charset: "shift_jis", [0x61, 0xFF, 0x62]).text.hasPrefix("a"))
        #expect(document(charset: "iso-2022-jp", [0x61, 0x1B, 0x24, 0x42, 0xFF, 0xFF]).text.hasPrefix("a"))
        #expect(
            document(charset: "utf-8", Array("ä ö ü ".utf8) + [0xFF] + Array(" end".utf8)).text == "ä ö ü \u{FFFD} end")
    }

    @Test func `HTML may declare its charset itself`() {
        let head = Array("Content-Type: text/html\n\n<meta charset='koi8-r'><p>".utf8)
        #expect(MessageReader().read(head + [0xC4, 0xC1]).text == "да")
    }

    @Test func `invisible characters are removed`() {
        #expect(text(ofPlain: "a\u{200B}b\u{202E}c\u{E0041}d\u{0}e") == "abcde")
    }
}
