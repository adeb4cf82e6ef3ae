import AirutPolicy
import Testing

@Suite struct HTMLTextTests {
    @Test(arguments: [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("a <b>bold </b>and <i>slanted</i> <strong>x</strong>", "a **bold** and *slanted* **x**"),
        ("<b><b>twice</b></b><b> </b>", "**twice**"),
        ("<a href='https://x.example/a?b=1&amp;c=2'>here</a>", "[here](https://x.example/a?b=1&c=2)"),
        ("<a href='https://x.example/'>https://x.example/</a>", "https://x.example/"),
        ("<a href='mailto:a@x.example'>a@x.example</a>", "a@x.example"),
        ("<a href='javascript:alert(1)'>x</a><a name=y>z</a>", "xz"),
        ("<h1>Title</h1>text<h3>Sub <em>x</em></h3>", "# Title\n\ntext\n\n### Sub *x*"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "- a\n- b\n  - c\n\nd"),
        ("<ol start=3><li><p>a</p><p>b</p></li><li>c</ol>", "3. a\n\n   b\n\n4. c"),
        ("Use <code>make</code> and <code>a`b</code>", "Use `make` and `` a`b ``"),
        ("<pre>a  b\n  c\n</pre>d", "```\na  b\n  c\n```\n\nd"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<blockquote>mine</blockquote>x", "> mine\n\nx"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("&lt;tag&gt; &euro;&nbsp;5 &#8364; &#x20ac; &#128; &unknown; AT&T &amp", "<tag> € 5 € € € &unknown; AT&T &"),
        ("a < b and c<1, <>", "a < b and c<1, <>"),
        ("a<!-- no --><script>no</script><style>no</style><title>no</title>b", "ab"),
        ("<!--[if mso]>no<![endif]--><![if !mso]>yes<![endif]>", "yes"),
        ("<o:p>x</o:p></span></div></p>y", "xy"),
        ("<img alt='Logo' src=x.png>", "[image: Logo]"),
    ])
    func `HTML becomes Markdown-like text`(html: String, expected: String) {
        #expect(text(ofHTML: html) == expected)
    }

    @Test func `a table of data becomes a Markdown table`() {
        let table = "<table><tr><th>Name<th>Value<tr><td><p>a|b</p><td>1<br>2</table>"
        #expect(text(ofHTML: table) == "| Name | Value |\n| --- | --- |\n| a\\|b | 1 2 |")
        #expect(text(ofHTML: "<table><tr><td>a<td>b</tr><tr><td>c<td>d</table>") == "| a | b |\n| c | d |")
    }

    @Test func `a table that arranges a page is read cell by cell`() {
        let table =
            "<table><tr><td>Menu</td><td><table><tr><td>Hello</td></tr></table><h2>T</h2></td></tr><tr><td>End</table>"
        #expect(text(ofHTML: table) == "Menu\nHello\n\n## T\n\nEnd")
    }

    @Test(arguments: [
        "<div style='display:none'>evil</div>", "<div style='DISPLAY : none !important;'>evil</div>",
        "<p hidden>evil</p>",
        "<span style='visibility:hidden'>evil</span>", "<span style='font-size:0'>evil</span>",
        "<span style='color:red;font-size:1px'>evil</span>", "<span style='mso-hide:all'>evil</span>",
        "<span style='opacity:0'>evil</span>",
        "<style>p.x, .h{color:red;display:none}</style><div class='a h'>evil</div>",
        "<style>/*{*/#i{display/**/:none}</style><b id=i>evil</b>",
        "<div style='display:none'><div><b>evil</b></div></div>",
        "<table><tr><td>a<td style='display:none'>evil</table>", "<div style='display:&#110;one'>evil</div>",
    ])
    func `hidden text is dropped and noted`(hidden: String) {
        let document = read("Content-Type: text/html\n\n<p>Before</p>\(hidden)<p>After</p>")
        #expect(!document.text.contains("evil"))
        #expect(document.text.hasPrefix("Before") && document.text.hasSuffix("After"))
        #expect(document.notes == ["Text that the message hides from its readers was left out."])
    }

    @Test func `rules for small screens hide nothing`() {
        let html = "<style>@media (max-width:1px){.x{display:none}} .y{color:red}</style><p class='x y'>seen</p>"
        #expect(text(ofHTML: html) == "seen")
    }
}
