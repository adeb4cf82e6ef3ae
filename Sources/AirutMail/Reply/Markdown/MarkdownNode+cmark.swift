import CCmark
import Glibc

extension MarkdownNode {
    /// - Parameter column: of a table's cell, counted from 0.
    @unsafe init(_ node: OpaquePointer, column: Int) {
        let literal = { unsafe Self.string(cmark_node_get_literal(node)) }
        switch unsafe Self.string(cmark_node_get_type_string(node)) {
        case "document": self = .document
        case "block_quote": self = .blockQuote
        case "list": self = unsafe .list(start: Self.start(of: node))
        case "item": self = .item(isDone: nil)
        case "tasklist": self = unsafe .item(isDone: cmark_gfm_extensions_get_tasklist_item_checked(node))
        case "paragraph": self = unsafe .paragraph(isTight: Self.isInTightList(node))
        case "heading": self = unsafe .heading(level: Int(cmark_node_get_heading_level(node)))
        case "thematic_break": self = .thematicBreak
        case "code_block": self = .codeBlock(literal())
        case "html_block": self = .html(literal(), isBlock: true)
        case "html_inline": self = .html(literal(), isBlock: false)
        case "text": self = .text(literal())
        case "code": self = .code(literal())
        case "softbreak": self = .softBreak
        case "linebreak": self = .lineBreak
        case "emph": self = .emphasis
        case "strong": self = .strong
        case "strikethrough": self = .strikethrough
        case "link": self = unsafe .link(url: Self.url(cmark_node_get_url(node)))
        case "image": self = unsafe .image(url: Self.url(cmark_node_get_url(node)))
        case "table": self = .table
        case "table_row": self = .tableRow(isHeader: false)
        case "table_header": self = .tableRow(isHeader: true)
        case "table_cell": self = unsafe Self.cell(node, column)
        default: self = .other
        }
    }

    private static func string(_ text: UnsafePointer<CChar>?) -> String {
        guard let text = unsafe text else { return "" }
        return unsafe String(cString: text)
    }

    /// One byte more than ``LinkTarget`` accepts of a longer one: many links may name one long target.
    private static func url(_ text: UnsafePointer<CChar>?) -> String {
        guard let text = unsafe text else { return "" }
        let length = unsafe strnlen(text, LinkTarget.longestBytes + 1)
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    private static func start(of list: OpaquePointer) -> Int? {
        guard unsafe cmark_node_get_list_type(list) == CMARK_ORDERED_LIST else { return nil }
        return unsafe Int(cmark_node_get_list_start(list))
    }

    private static func isInTightList(_ paragraph: OpaquePointer) -> Bool {
        guard let item = unsafe cmark_node_parent(paragraph), let list = unsafe cmark_node_parent(item) else {
            return false
        }
        return unsafe cmark_node_get_list_tight(list) != 0
    }

    private static func cell(_ node: OpaquePointer, _ column: Int) -> MarkdownNode {
        guard let row = unsafe cmark_node_parent(node), let table = unsafe cmark_node_parent(row) else { return .other }
        let columns = unsafe Int(cmark_gfm_extensions_get_table_columns(table))
        let isHeader = unsafe cmark_gfm_extensions_get_table_row_is_header(row) != 0
        guard column < columns, let letters = unsafe cmark_gfm_extensions_get_table_alignments(table) else {
            return .tableCell(isHeader: isHeader, nil)
        }
        let alignments: [UInt8: Alignment] = [
            UInt8(ascii: "l"): .left, UInt8(ascii: "c"): .center, UInt8(ascii: "r"): .right,
        ]
        return unsafe .tableCell(isHeader: isHeader, alignments[letters[column]])
    }
}
