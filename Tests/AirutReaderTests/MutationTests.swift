import AirutPolicy
import AirutReader
import Testing

/// Damages real-looking messages at random, always in the same way, and reads them.
@Suite struct MutationTests {
    /// A small generator with a fixed seed: a failure can be repeated.
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let seed =
        """
        From: "A. Person" <a@x.example>, g: b@x.example;
        To: airut@x.example
        Subject: =?utf-8?q?Hello_=C3=BC?= =?iso-8859-1?b?4Q==?=
        References: <a@b> <c@d>
        Date: Fri, 3 May 2024 10:00:00 +0200
        Content-Type: multipart/mixed; boundary="outer"

        --outer
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=iso-2022-jp; format=flowed
        Content-Transfer-Encoding: quoted-printable

        Text =E4 soft =
        break
        On 3 May 2024, Bob <b@x.example> wrote:
        > old
        -- 
        me
        --inner
        Content-Type: text/html; charset=utf-8

        <html><style>.x{display:none}</style><body><h1>T&uuml;</h1><ul><li>a<li>b</ul><table><tr><th>a<td>b</table>
        <pre>`x`</pre><a href="https://x.example">y</a><div class=gmail_quote><blockquote type=cite>old</blockquote></div>
        --inner--
        --outer
        Content-Type: application/pdf; name*0*=utf-8''%C3%BC; name*1=".pdf"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="=?utf-8?q?x.pdf?="

        AAECAwQF
        --outer
        Content-Type: message/rfc822

        Subject: nested

        body
        --outer--
        """
    private static let fragments: [[UInt8]] =
        [
            "\r\n\r\n", "--outer", "--inner--", "<", ">", "<b", "</", "&#", "=?", "?=", "\"", ";", ":", "\0",
            "boundary=",
            "charset=", "> ", "%", "=", "<!--", "<table>", "Content-Type: multipart/mixed; boundary=outer\r\n", "(",
            ")",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x1B, 0x24, 0x42]]

    @Test(arguments: 1...20)
    func `damaged messages are read`(round: Int) {
        var random = Random(state: UInt64(round) &* 0x9E37_79B9_7F4A_7C15)
        let seed = mail(Self.seed)
        for _ in 0..<60 {
            var message = seed
            for _ in 0..<Int.random(in: 1...12, using: &random) { mutate(&message, using: &random) }
            let request = ReaderRequest(includesContent: true, maximumTextBytes: 2_000, maximumParts: 20)
            let document = MessageReader(request: request).read(message)
            #expect(document.text.utf8.count <= 2_000)
            #expect(document.attachments.count <= 20)
            #expect(document.attachments.allSatisfy { isSafe($0.fileName) })
            #expect(Set(document.attachments.map { $0.fileName.lowercased() }).count == document.attachments.count)
        }
    }

    private func mutate(_ message: inout [UInt8], using random: inout Random) {
        guard !message.isEmpty else { return }
        let place = Int.random(in: 0..<message.count, using: &random)
        let length = min(Int.random(in: 1...60, using: &random), message.count - place)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: message[place] = UInt8.random(in: 0...255, using: &random)
        case 1: message.removeSubrange(place..<(place + length))
        case 2: message.insert(contentsOf: Self.fragments.randomElement(using: &random)!, at: place)
        case 3: message.insert(contentsOf: Array(message[place..<(place + length)]), at: place)
        case 4: message.removeSubrange(place...)
        default:
            let piece = Array(message[place..<(place + length)])
            message.insert(contentsOf: Array(repeating: piece, count: 50).joined(), at: place)
        }
    }

    private func isSafe(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200 && name.first != "." && !name.contains("/") && !name.contains("\\")
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
