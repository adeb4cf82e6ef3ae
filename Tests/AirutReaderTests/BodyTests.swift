import AirutPolicy
import AirutReader
import Foundation
import Testing

@Suite struct BodyTests {
    private func alternative(plain: String, html: String) -> MessageDocument {
        read(
            """
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8

            \(plain)
            --b
            Content-Type: text/html; charset=utf-8

            \(html)
            --b--
            """)
    }

    @Test(arguments: [
        "", "<html><body></body></html>", "<p>Open in browser</p>",
        "<div style='display:none'>Please fix the build now</div>",
    ])
    func `an HTML alternative that says less does not replace the plain text`(html: String) {
        #expect(alternative(plain: "Please fix the build now", html: html).text == "Please fix the build now")
    }

    @Test(arguments: ["", "This message needs an HTML viewer."])
    func `an HTML alternative that says more is taken`(plain: String) {
        let document = alternative(plain: plain, html: "<p>Please fix the <b>build</b> and all of the tests now</p>")
        #expect(document.text == "Please fix the **build** and all of the tests now")
    }

    @Test func `an attached or nested text is never the body`() {
        let document = read(
            """
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; name=report.html
            Content-Disposition: attachment; filename=report.html

            <p>Attached</p>
            --b
            Content-Type: message/rfc822

            Subject: nested / mail
            Content-Type: text/html

            <p>Nested</p>
            --b
            Content-Type: text/plain

            Mine
            --b--
            """)
        #expect(document.text == "Mine")
        #expect(document.attachments.map(\.fileName) == ["report.html", "nested mail.eml"])
        #expect(document.attachments.map(\.mediaType) == ["text/html", "message/rfc822"])
    }

    @Test func `a nested message is kept byte for byte`() throws {
        let nested = "Subject:  odd   spacing\r\nX-Y:z\r\n\r\nbody\r\n"
        let raw =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\(nested)\r\n--b--"
        let document = MessageReader(request: ReaderRequest(includesContent: true)).read(Array(raw.utf8))
        let content = try #require(document.attachments.first?.content)
        #expect(Data(base64Encoded: content) == Data(nested.utf8))
        #expect(document.attachments.first?.bytes == nested.utf8.count)
    }

    @Test func `a name does not make an alternative an attachment`() {
        let message =
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; name=body.txt\n\nMine\n--b--"
        #expect(read(message).text == "Mine")
        #expect(read(message).attachments.isEmpty)
    }

    @Test func `an image within the text becomes an attachment that the text names`() {
        let document = read(
            """
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: text/html

            <p>See <img src="cid:one@x"> and <img src="https://x.example/pixel.gif" width=1>this</p>
            --r
            Content-Type: image/png; name="shot.png"
            Content-ID: <one@x>
            Content-Transfer-Encoding: base64
            Content-Disposition: inline

            iVBORw0KGgo=
            --r--
            """)
        #expect(document.text == "See [image: shot.png] and this")
        #expect(document.attachments == [.init(fileName: "shot.png", mediaType: "image/png", bytes: 8)])
    }

    @Test func `text after an inline image belongs to the body`() {
        let document = read(
            """
            Content-Type: multipart/mixed; boundary=r

            --r

            Before
            --r
            Content-Type: image/png
            Content-Disposition: inline

            png
            --r

            After
            --r--
            """)
        #expect(document.text == "Before\n\nAfter")
        #expect(document.attachments.map(\.fileName) == ["image-1.png"])
    }

    @Test func `a signed message is read without its signature`() {
        let document = read(
            """
            Content-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"

            --s
            Content-Type: text/plain

            Signed words
            --s
            Content-Type: application/pgp-signature; name=signature.asc

            -----BEGIN PGP SIGNATURE-----
            --s--
            """)
        #expect(document.text == "Signed words")
        #expect(document.attachments.isEmpty)
    }

    @Test func `a proprietary container is left as attachment`() {
        let document = read("Content-Type: application/ms-tnef; name=winmail.dat\n\nx")
        #expect(document.text.isEmpty)
        #expect(document.attachments.map(\.fileName) == ["winmail.dat"])
    }

    @Test func `a missing boundary or closing boundary loses no text`() {
        #expect(read("Content-Type: multipart/mixed\n\nall of it").text == "all of it")
        #expect(read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nopen end").text == "open end")
        let inner =
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--a\n\ntwo\n--a--"
        #expect(read(inner).text == "one\n\ntwo")
    }

    @Test func `a boundary that begins like another one does not end it`() {
        let message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bb\ntwo\n --b\n--b--\nepilogue"
        #expect(read(message).text == "one\n--bb\ntwo\n --b")
    }

    @Test func `transfer encodings are undone, damaged ones too`() {
        let head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding:"
        #expect(read("\(head) quoted-printable\n\nGr=C3=BC=\n=C3=9Fe =ZZ").text.hasPrefix("Grüße"))
        #expect(read("\(head) base64\n\nR3LDvMOfZQ==").text == "Grüße")
        #expect(read("\(head) BASE64 \n\nR3L*DvM\nOf$ZQ").text.hasPrefix("Grüß"))
        #expect(read("\(head) x-made-up\n\nplain").text == "plain")
    }

    @Test func `soft line breaks are joined`() {
        let text = "Content-Type: text/plain; format=flowed\n\nOne long \nparagraph.\n>From me \nhere\n \n stuffed\n"
        #expect(read(text).text.hasPrefix("One long paragraph."))
        let deleted = "Content-Type: text/plain; format=flowed; delsp=yes\n\nCompo \nsition.\n-- \nsignature"
        #expect(read(deleted).text == "Composition.")
    }
}
