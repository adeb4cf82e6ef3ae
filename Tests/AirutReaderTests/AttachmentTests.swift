import AirutPolicy
import AirutReader
import Foundation
import Testing

@Suite struct AttachmentTests {
    private func document(fileName parameter: String, _ request: ReaderRequest = ReaderRequest()) -> MessageDocument {
        read("Content-Type: application/octet-stream\nContent-Disposition: attachment; \(parameter)\n\nx", request)
    }

    private func mixed(_ parts: [String], _ request: ReaderRequest = ReaderRequest()) -> MessageDocument {
        let body = parts.map { "--b\n\($0)\n" }.joined()
        return read("Content-Type: multipart/mixed; boundary=b\n\n\(body)--b--", request)
    }

    @Test(arguments: [
        ("filename=a.txt", "a.txt"), ("filename=\"../../etc/passwd\"", "passwd"), ("filename=\"..\"", "part-1.bin"),
        ("filename=\"C:\\\\dir\\\\file.txt\"", "file.txt"), ("filename=\".bashrc\"", "bashrc"),
        ("filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("filename*0=\"long\"; filename*1=\" name.txt\"", "long name.txt"),
        ("filename*0*=iso-8859-1''%FCber; filename*1=\".txt\"", "über.txt"),
        ("filename=\"=?utf-8?q?=C3=BC.txt?=\"", "ü.txt"), ("filename=\"exe\u{202E}txt.\"", "exetxt"),
        ("filename=\"/\"", "part-1.bin"), ("filename=\"a\tb.txt\"", "a b.txt"), ("filename=\"-rf\"", "rf"),
    ])
    func `names are decoded and made safe`(parameter: String, expected: String) {
        #expect(document(fileName: parameter).attachments.map(\.fileName) == [expected])
    }

    @Test func `long names keep their extension`() {
        let name = document(fileName: "filename=\"\(String(repeating: "ä", count: 300)).tar\"").attachments[0].fileName
        #expect(name.hasSuffix("ä.tar"))
        #expect(name.utf8.count <= 200)
    }

    @Test func `equal names are made unique without regard to case`() {
        let part = { (name: String) in "Content-Type: image/png\nContent-Disposition: attachment; filename=\(name)\n\nx"
        }
        let names = mixed(["a.png", "A.png", "a-2.png", "a.png"].map(part)).attachments.map(\.fileName)
        #expect(names == ["a.png", "A-2.png", "a-2-2.png", "a-3.png"])
    }

    @Test func `content comes when it is asked for`() {
        let raw = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nAAEC/w=="
        #expect(read(raw).attachments == [.init(fileName: "a.pdf", mediaType: "application/pdf", bytes: 4)])
        #expect(read(raw, ReaderRequest(includesContent: true)).attachments.first?.content == "AAEC/w==")
    }

    @Test func `attachments beyond the size limit are left out and noted`() {
        let part = { (name: String, size: Int) in
            "Content-Type: image/png; name=\(name)\n\n\(String(repeating: "x", count: size))"
        }
        let document = mixed([part("a", 60), part("b", 60), part("c", 30)], ReaderRequest(maximumAttachmentBytes: 100))
        #expect(document.attachments.map(\.fileName) == ["a", "c"])
        #expect(document.notes.count == 1)
        #expect(document.notes[0].contains("“b”"))
    }

    @Test func `parts beyond the limit are left out and noted`() {
        let document = mixed(
            (0..<50).map { "Content-Type: image/png; name=n\($0)\n\nx" }, ReaderRequest(maximumParts: 11))
        #expect(document.attachments.count == 10)
        #expect(document.notes == ["The message has too many parts; the last ones were left out."])
    }

    @Test func `a text beyond the limit is cut between characters and noted`() {
        let document = read("\n" + String(repeating: "ä", count: 100), ReaderRequest(maximumTextBytes: 51))
        #expect(document.text == String(repeating: "ä", count: 25))
        #expect(document.notes == ["The text is longer than 51 bytes; its end was left out."])
    }
}
