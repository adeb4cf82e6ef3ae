import AirutModel
import Testing

@testable import AirutMail

@Suite struct IMAPCommandTests {
    private func pieces(_ command: IMAPCommand) -> [String] {
        command.pieces.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a password with quotes and backslashes is quoted`() {
        let command = IMAPCommand.login(username: "bot", password: Secret("a\"b\\c"))
        #expect(pieces(command) == ["LOGIN \"bot\" \"a\\\"b\\\\c\"\r\n"])
    }

    @Test func `names and passwords beyond ASCII travel as literals`() {
        let command = IMAPCommand.login(username: "bört", password: Secret("pä\r\nss"))
        #expect(pieces(command) == ["LOGIN {5}\r\n", "bört {7}\r\n", "pä\r\nss\r\n"])
    }

    @Test func `AUTHENTICATE PLAIN goes in one or two pieces`() {
        let one = IMAPCommand.authenticatePlain(username: "u", password: Secret("p"), inOneLine: true)
        #expect(pieces(one) == ["AUTHENTICATE PLAIN AHUAcA==\r\n"])
        let two = IMAPCommand.authenticatePlain(username: "u", password: Secret("p"), inOneLine: false)
        #expect(pieces(two) == ["AUTHENTICATE PLAIN\r\n", "AHUAcA==\r\n"])
    }

    @Test(arguments: [
        ("INBOX", "INBOX"), ("Entwürfe", "Entw&APw-rfe"), ("a&b", "a&-b"), ("台北", "&U,BTFw-"), ("😀", "&2D3eAA-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
    ])
    func `folder names are written in modified UTF-7`(name: String, encoded: String) {
        #expect(ModifiedUTF7.encode(name) == encoded)
    }

    @Test func `identifiers are written as ranges, in lines of limited length`() {
        #expect(IMAPUIDSet.sets(of: [5, 1, 2, 3, 9, 9]) == ["1:3,5,9"])
        #expect(IMAPUIDSet.sets(of: []) == [])
        #expect(IMAPUIDSet.sets(of: [UInt32.max, UInt32.max - 1]) == ["4294967294:4294967295"])
        let sets = IMAPUIDSet.sets(of: (1...5000).map { $0 * 2 })
        #expect(sets.allSatisfy { $0.utf8.count <= 4000 })
        #expect(sets.flatMap { $0.split(separator: ",") }.count == 5000)
    }
}
