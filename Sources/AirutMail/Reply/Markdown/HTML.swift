/// Pieces of HTML for mail: styles stand in the elements, since mail programs ignore style sheets.
enum HTML {
    enum Style {
        static let code = "background:#f2f2f2;padding:0 3px;font-family:monospace"
        static let block = "background:#f2f2f2;padding:8px;white-space:pre-wrap;font-family:monospace"
        static let quote = "margin:0 0 0 4px;padding-left:10px;border-left:3px solid #ccc;color:#555"
        static let cell = "border:1px solid #ccc;padding:3px 8px"
    }

    static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += "&amp;".utf8
            case UInt8(ascii: "<"): result += "&lt;".utf8
            case UInt8(ascii: ">"): result += "&gt;".utf8
            case UInt8(ascii: "\""): result += "&quot;".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func preformatted(_ text: String) -> String { "<pre style=\"\(Style.block)\">\(escaped(text))</pre>\n" }

    static func tags(of node: MarkdownNode) -> (opening: String, closing: String) {
        switch node {
        case .blockQuote: ("<blockquote style=\"\(Style.quote)\">\n", "</blockquote>\n")
        case .emphasis: ("<em>", "</em>")
        case .strong: ("<strong>", "</strong>")
        case .strikethrough: ("<del>", "</del>")
        case .list(nil): ("<ul>\n", "</ul>\n")
        case .list(let start?): ("<ol start=\"\(start)\">\n", "</ol>\n")
        case .item(nil): ("<li>", "</li>\n")
        case .item(let isDone?): ("<li>\(isDone ? "☑" : "☐") ", "</li>\n")
        case .paragraph(isTight: true): ("", "\n")
        case .paragraph(isTight: false): ("<p>", "</p>\n")
        case .heading(let level): ("<h\(level)>", "</h\(level)>\n")
        case .table: ("<table style=\"border-collapse:collapse\">\n", "</table>\n")
        case .tableRow: ("<tr>", "</tr>\n")
        case .tableCell(let isHeader, let alignment): cellTags(isHeader ? "th" : "td", alignment)
        default: ("", "")
        }
    }

    private static func cellTags(_ name: String, _ alignment: MarkdownNode.Alignment?) -> (String, String) {
        let align = alignment.map { ";text-align:\($0)" } ?? ""
        return ("<\(name) style=\"\(Style.cell)\(align)\">", "</\(name)>")
    }
}
