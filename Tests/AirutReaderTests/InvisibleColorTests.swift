import AirutPolicy
import Testing

@Suite struct InvisibleColorTests {
    private static let note = "Text that the message hides from its readers was left out."

    private func document(_ html: String) -> MessageDocument {
        read("Content-Type: text/html; charset=utf-8\n\n<p>Before</p>\(html)<p>After</p>")
    }

    @Test(arguments: [
        "<span style='color:white'>evil</span>", "<span style='color:#fff'>evil</span>",
        "<span style='COLOR: #FEFEFE !important'>evil</span>", "<font color=white>evil</font>",
        "<font color='#FFFFFF'>evil</font>", "<font color=ffffff>evil</font>",
        "<p style='color:rgb(255, 255, 255)'>evil</p>", "<p style='color:rgb(100% 100% 99%)'>evil</p>",
        "<p style='color:rgba(0,0,0,0)'>evil</p>", "<p style='color:#12345600'>evil</p>",
        "<p style='color:hsl(120, 50%, 100%)'>evil</p>", "<p style='color:snow'>evil</p>",
        "<p style='color:black;background:black'>evil</p>", "<p style='background-color:#000'>evil</p>",
        "<p style='color:red;background:none repeat red'>evil</p>",
        "<div bgcolor=navy><i style='color:navy'>evil</i></div>",
        "<table bgcolor=black><tr><td>evil</td></tr></table>",
        "<table><tr><td>a<td style='color:white'>evil</tr><tr><td>b<td bgcolor=black>evil</table>",
        "<table><tr style='color:white'><td>evil<td>evil</tr><tr><td>a<td>b</table>",
        "<div style='color:white'><b>evil <i>evil</i></b></div>",
        "<div style='color:white'><a href='https://x.example' style='color:inherit'>evil</a></div>",
        "<style>.w{color:white}</style><p class=w>evil</p>", "<style>p.w, #z{color:#fffffe}</style><p id=z>evil</p>",
        "<style>.w{color:white!important}</style><p class=w style='color:black'>evil</p>",
        "<style>.a{color:black}.b{color:white}</style><p class='a b'>evil</p>",
        "<style>.k{background:black}</style><p class=k>evil</p>",
        "<p style='-webkit-text-fill-color:white'>evil</p>",
        "<pre style='color:white'>evil</pre>", "<a href='https://x.example' style='color:white'>evil</a>",
        "<td background='x.png'><font color=white>evil</font></td>",
        "<div style='background:url(x.png) white;color:white'>evil</div>",
        "<style>.b{color:white}.a{color:black}.b{color:white}</style><p class='b a'>evil</p>",
    ])
    func `text in the color of its background is dropped and noted`(html: String) {
        let document = document(html)
        #expect(!document.text.contains("evil"), "\(document.text)")
        #expect(document.text.hasPrefix("Before") && document.text.hasSuffix("After"))
        #expect(document.notes == [Self.note])
    }

    @Test func `a body in white is hidden, whatever else it says`() {
        let document = read("Content-Type: text/html\n\n<body text=white>evil<p style='color:black'>seen</p></body>")
        #expect(document.text == "seen")
        #expect(document.notes == [Self.note])
    }

    @Test(arguments: [
        "<p style='color:gray'>seen</p>", "<p style='color:#ccc'>seen</p>", "<font color=red>seen</font>",
        "<div style='background:black;color:white'>seen</div>",
        "<div bgcolor=black><p style='color:white'>seen</p></div>",
        "<div style='color:white'><p style='color:black'>seen</p></div>",
        "<div style='color:white'><p style='background-color:#333'>seen</p></div>",
        "<div style='background:url(x.png) rgb(0, 0, 0) no-repeat;color:white'>seen</div>",
        "<div style='color:white'><img alt='seen' src='x'></div>",
        "<div style='color:white'><a href='https://x.example'>seen</a></div>",
        "<p style='background:white'>seen</p>", "<p style='color:nonsense'>seen</p>",
        "<p style='color:rgb(1,2'>seen</p>",
        "<p style='color:#12'>seen</p>", "<p style='color:white;color:black'>seen</p>",
        "<style>.w{color:white}</style><p class=w style='color:black'>seen</p>",
        "<style>@media print{.w{color:white}}</style><p class=w>seen</p>",
        "<p style='background:transparent;color:black'>seen</p>", "<p style='color:inherit'>seen</p>",
    ])
    func `text that stands out from its background stays`(html: String) {
        let document = document(html)
        #expect(document.text.contains("seen"))
        #expect(document.notes == [])
    }

    @Test func `white space needs no note`() {
        #expect(document("<p style='color:white'> &nbsp;\n </p>").notes == [])
    }

    @Test(arguments: [
        "a&#x202e;b", "a&#8203;b", "a&shy;b", "a&zwnj;&rlm;b", "a&#27;b", "a&#xE0041;b", "a&#8232;b", "a&#xFEFF;b",
        "<img alt='a&#x202e;b'>",
    ])
    func `character references bring in nothing invisible`(html: String) {
        let text = document(html).text.unicodeScalars
        #expect(!text.contains { $0 != "\n" && ($0.properties.generalCategory == .control || $0.value == 0x2028) })
        #expect(!text.contains { $0.properties.generalCategory == .format && $0.value != 0x200C })
    }

    @Test(arguments: [
        ".a{color:white}", ".a,b,#c{background:rgb(", "p{color:hsl(1,2,3)!important;}", "a{background:((((", "a:b;",
        "{",
        "*{color:#", "@media{", "p{color:rgb(nan,inf,1e999)}",
    ])
    func `hostile styles are read in linear time`(piece: String) {
        let many = String(repeating: piece, count: 4_000)
        let elements = String(repeating: "<p class='a b c' id=c style='color:red;background:none blue'>x", count: 1_000)
        #expect(document("<style>\(many)</style>\(elements)<p style=\"\(many)\">y</p>").text.utf8.count < 1 << 20)
    }
}
