import Testing

@testable import AirutMail

/// What a hostile agent may write, and what a friendly one does.
@Suite struct HTMLRendererTests {
    private func html(_ markdown: String) -> String { Letter([markdown]).html }

    @Test func `the usual Markdown becomes HTML`() {
        let html = html(
            """
            # Title

            A *b* **c** ~~d~~ `e<f>`.

            - [x] done
            - [ ] open

            3. three
            4. four

            | a | b |
            |---|--:|
            | 1 | 2 |

            > quote

            ```swift
            let x = a < b && c
            ```
            """)
        for piece in [
            "<h1>Title</h1>", "<em>b</em>", "<strong>c</strong>", "<del>d</del>", ">e&lt;f&gt;</code>", "<li>☑ done",
            "<li>☐ open", "<ol start=\"3\">", "text-align:right\">2</td>", ">a</th>", "<blockquote",
            "let x = a &lt; b &amp;&amp; c\n</pre>",
        ] {
            #expect(html.contains(piece), "\(piece) is missing in \(html)")
        }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<img src=http://evil.example/x.png>", "a <b onclick=x>b</b>", "<!-- hidden -->",
        "<style>*{display:none}</style>", "<iframe src='x'></iframe>\n\ntext", "<a href=\"javascript:x\">y</a>",
        "![x](http://evil.example/track.gif)", "![x](data:image/png;base64,AAAA)",
        "[![i](http://a.b/i.png)](http://c.d)",
        "<form action=//evil.example><input name=p>", "[x]: <javascript:y>\n\n[x]", "`<script>`", "    <script>",
        "| <script> |\n|---|\n| <img src=x> |", "&lt;script&gt;", "[a](https://b.c/\"onmouseover=\"x)",
        "[a](<https://b.c/\" onmouseover=\"x>)", "<https://b.c/\"onload=x>", "\\<script>",
        "![a\"b<c](https://b.c \"t\\\"<x>\")",
    ])
    func `no tag of theirs and nothing that loads survives`(markdown: String) throws {
        let html = html(markdown)
        let allowed = [
            "!DOCTYPE", "html", "head", "meta", "body", "p", "a", "code", "pre", "em", "strong", "table", "tr", "td",
            "th",
            "ul", "li", "hr", "br",
        ]
        for tag in html.matches(of: /<\/?([A-Za-z!][^\s>]*)/) { #expect(allowed.contains(String(tag.1)), "\(html)") }
        for attribute in html.matches(of: /<[^>]*\s([a-z]+)="/) {
            #expect(["style", "href", "rel", "charset"].contains(String(attribute.1)), "\(html)")
        }
        // Every attribute's value ends where it should: tags have only well-formed attributes.
        for tag in html.matches(of: /<[A-Za-z][^>]*>/) {
            #expect(String(tag.0).wholeMatch(of: /<[a-z0-9]+( [a-z]+="[^"<>]*")*>/) != nil, "\(tag.0)")
        }
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//evil.example/x",
        "java&#x0A;script:x", "&#1;javascript:x", "../relative", "tel:1", "https:evil",
    ])
    func `only http, https and mailto are links`(url: String) {
        let html = html("[click](<\(url)>)")
        #expect(!html.contains("<a "), "\(html)")
        #expect(html.contains("click ("))
    }

    @Test func `the target of a link is in sight unless it is the text`() {
        #expect(html("[bank](https://evil.example/x)").contains(">bank</a> (https://evil.example/x)"))
        #expect(html("[https://good.example](https://evil.example)").contains("</a> (https://evil.example)"))
        #expect(html("[](https://evil.example)").contains("</a> (https://evil.example)"))
        #expect(!html("<https://a.b/c>").contains("("))
        #expect(!html("see https://a.b/c").contains("("))
        #expect(!html("see www.a.b").contains("("))
        #expect(html("![alt](https://a.b/i.png)").contains("Image: <a href=\"https://a.b/i.png\""))
        #expect(html("[a ![b](https://c.d/e.png)](https://f.g)").contains("(https://c.d/e.png)"))
        #expect(html("[x](https://аpple.example)").contains("(https://%D0%B0pple.example)"))
    }

    @Test func `characters that hide or turn text are gone`() {
        let letter = Letter(["a\u{202E}b\u{0}c\u{2066}d\u{1B}[31m\u{7F}e\r\nf"])
        #expect(letter.text == "abcd[31me\nf\n")
        #expect(letter.html.contains("abcd[31me\nf"))
    }

    @Test func `an unclosed block cannot swallow the section after it`() {
        for opening in ["```", "<!--", "<script>", "~~~~", "> > >", "- a\n  - b\n\n    ```"] {
            let html = Letter([opening, "**ours**"]).html
            #expect(html.contains("<hr>\n<p><strong>ours</strong></p>"), "\(html)")
        }
    }

    /// Inputs on which naive parsers need quadratic time or a deep stack.
    @Test(arguments: [
        "[", "> ", "![[]()", "*a_ ", "`a``", "- ", "<a ", "|a", "\\", "[a](b", "**a _", "~~a", "&amp", "www.",
    ])
    func `nesting and repetition without end are rendered`(piece: String) {
        let html = html(String(repeating: piece, count: 10_000))
        #expect(html.hasSuffix("</body></html>\n"))
        #expect(html.matches(of: /<blockquote|<ul/).count <= 40)
    }

    @Test func `text that would grow out of all proportion is shown as it is`() {
        let width = 3000
        let table = "|" + String(repeating: "a|", count: width) + "\n|" + String(repeating: "-|", count: width)
        let link =
            "[a]: http://x.y/" + String(repeating: "u", count: 40_000) + "\n\n" + String(repeating: "[a]", count: 9000)
        for text in [table + String(repeating: "\n|x|", count: 3000), link] {
            let html = html(text)
            #expect(html.contains("<pre"))
            #expect(!html.contains("<td") && !html.contains("<a "))
            #expect(html.utf8.count < 2 * text.utf8.count)
        }
        #expect(html("|a|b|\n|-|-|\n" + String(repeating: "|x|\n", count: 2000)).contains("<td"))
        #expect(!html("[a](https://x.y/" + String(repeating: "u", count: 5000) + ")").contains("<a "))
    }

    @Test func `whatever is put together, the HTML has only our own tags`() async {
        let pieces = [
            "<", ">", "\"", "'", "&", "`", "```", "[", "]", "(", ")", "!", "![", "](", "http://a.b", "javascript:",
            "\n", "\n\n",
            "    ", "- ", "> ", "|", "|-|-|\n", "#", "*", "_", "~~", "\\", "<script>", "<a href=", "onload=", "x", "é",
            "&lt;", "www.c.d",
            "mailto:e@f.g", "e@f.g", "[r]: <x\"y> '\"t'", "[r]", "<!--", "-->", "<http://h.i/\"j>", "data:text/html,",
        ]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<400 {
            // Others need the thread, too.
            await Task.yield()
            let markdown = (0..<30).map { _ in pieces.randomElement(using: &generator)! }.joined()
            let html = html(markdown)
            for tag in html.matches(of: /<[^>]*>?/) {
                let isOurs =
                    tag.0.wholeMatch(of: /<!DOCTYPE html>|<\/[a-z0-9]+>/) != nil
                    || tag.0.wholeMatch(of: /<[a-z0-9]+( (style|href|rel|charset|start)="[^"<>]*")*>/) != nil
                #expect(isOurs, "\(tag.0) in \(html) of \(markdown)")
            }
            for target in html.matches(of: /href="([^"]*)"/) {
                #expect(target.1.lowercased().prefixMatch(of: /https?:\/\/|mailto:/) != nil, "\(html)")
            }
        }
    }
}
