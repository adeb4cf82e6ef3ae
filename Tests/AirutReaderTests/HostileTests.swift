import AirutPolicy
import AirutReader
import Foundation
import Testing

/// Inputs that make parsers crash, hang or grow. Each must give a document, and the whole suite runs in seconds only
/// if none takes quadratic time.
@Suite struct HostileTests {
    private static let size = 60_000

    static let htmlTraps: [String] = {
        let many = { (text: String) in String(repeating: text, count: size / 4) }
        return [
            many("<div>") + "deep" + many("</div>"), many("<b>") + "deep" + many("</i>"),
            many("<table><tr><td>") + "deep",
            many("<ul><li>") + "deep", many("<blockquote type=cite>") + "deep", many("<a href='https://x'>") + "deep",
            "<a " + many("b ") + ">x", "<a " + many("b=c ") + ">x", "<a " + many("=") + "x", many("<") + "x",
            many("<a"),
            many("<!--"), many("<script>"), many("</"), many("&"), many("&#"), many("&amp"), many("<![") + "x",
            "<style>" + many("@{") + "</style>x", "<style>" + many("/*") + "</style>x",
            "<style>" + many(",a{") + "</style>x",
            many("<p>x</p>"), many("<b>x</b>"), many("<code>`</code>"), "<table>" + many("<tr><td>a<td>b") + "</table>",
            "<table><tr>" + many("<td>x") + "</table>", "<pre>" + many("`") + "</pre>", "<ol>" + many("<li>") + "</ol>",
            many("<div style='display:none'>"), "<p class='" + many("a ") + "'>x",
            many("<div class=gmail_quote>") + "x",
            many("<br>"), many("<div id=divRplyFwdMsg>"), many("\u{FFFD}\0"), "<a href=\"" + many("x"),
        ]
    }()

    @Test(arguments: 0..<htmlTraps.count)
    func `hostile HTML is read`(index: Int) {
        let document = read("Content-Type: text/html\n\n" + Self.htmlTraps[index])
        #expect(document.text.utf8.count <= 1 << 20)
    }

    @Test func `what stands in very deep elements is still read`() {
        #expect(text(ofHTML: String(repeating: "<div>", count: 10_000) + "deep") == "deep")
        let closed = String(repeating: "<div>", count: 10_000) + "deep" + String(repeating: "</div>", count: 10_000)
        #expect(text(ofHTML: closed + "<p>after</p>") == "deep\n\nafter")
    }

    @Test(arguments: [
        "> ", ">", "\n", " \n", "On 1\n", "On 1 wrote:\n", "From: a\n", "From: a\nTo: b\n", "-- \n", "--\n", "_", "-",
        "a@<1234:",
        "On Fri 2024 <a@b> wrote:\n> x\n", "-----\n", "\t", "a ", "**:", "ü", "\u{301}",
    ])
    func `hostile plain text is read`(piece: String) {
        let text = String(repeating: piece, count: Self.size / 4)
        _ = read("Subject: x\n\n" + text)
        _ = read("Content-Type: text/plain; format=flowed\n\n" + text)
    }

    @Test(arguments: [
        "a:", "a@b.c,", "(", "\"", "<", "=?utf-8?q?a?= ", "=?x?", "\\", ";", "@", "a:b;", "\u{0}", "é", "a.", "\r", "[",
    ])
    func `hostile header fields are read`(piece: String) {
        let value = String(repeating: piece, count: Self.size)
        for name in ["From", "To", "Subject", "Date", "References", "Message-ID", "Content-ID", "Content-Disposition"] {
            #expect(read("\(name): \(value)\n\nbody").text.count <= 4)
        }
        _ = read("Content-Type: text/plain; \(value)\n\nbody")
        _ = read("Content-Type: multipart/mixed; boundary=\"\(value)\"\n\nbody")
        _ = read(String(repeating: "\(name(for: piece)): x\n", count: 5_000) + "\nbody")
    }

    private func name(for piece: String) -> String { piece == "a:" ? "To" : "X" }

    @Test func `a hundred thousand parts are counted, not read`() {
        let parts = String(repeating: "--b\n\nx\n", count: 100_000)
        let document = read("Content-Type: multipart/mixed; boundary=b\n\n\(parts)--b--")
        #expect(document.notes == ["The message has too many parts; the last ones were left out."])
        #expect(document.text.hasPrefix("x\n\nx"))
    }

    @Test func `multiparts nested thousands of levels deep are left out and noted`() {
        let parts = (0..<5_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
        #expect(read(parts + "\nx").notes.first?.hasPrefix("Parts nested more than") == true)
        let same = String(repeating: "Content-Type: multipart/mixed; boundary=b\n\n--b\n", count: 5_000)
        _ = read(same)
    }

    @Test func `a message without anything, or of anything, is read`() {
        for raw in [[], [0], [0x0A], Array("From".utf8), [UInt8](repeating: 0, count: 10_000), Array(0...255)] {
            _ = MessageReader().read(raw)
        }
        #expect(MessageReader().read(Array("\r\n\0a\0b".utf8)).text == "ab")
        #expect(MessageReader().read(Array("Subject: a\0b\r\n\r\n\0x".utf8)).subject == "a b")
    }

    @Test func `a large binary attachment keeps every byte`() throws {
        let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let raw =
            Array("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n".utf8)
            + Data(content).base64EncodedData(options: .lineLength76Characters)
        let document = MessageReader(request: ReaderRequest(includesContent: true)).read(raw)
        #expect(Data(base64Encoded: try #require(document.attachments.first?.content)) == Data(content))
    }
}
