/// One step of a walk through a Markdown document: a node is entered, or left.
struct MarkdownEvent: Equatable {
    let node: MarkdownNode
    /// Nodes without children are only entered.
    let isEntering: Bool
}

/// A node of a Markdown document, without its children.
enum MarkdownNode: Equatable {
    enum Alignment { case left, center, right }

    case document, blockQuote, thematicBreak, lineBreak, softBreak, emphasis, strong, strikethrough
    /// - Parameter start: first number of an ordered list.
    case list(start: Int?)
    /// - Parameter isDone: of a task list's item.
    case item(isDone: Bool?)
    /// - Parameter isTight: in a list without empty lines, where it is not set off.
    case paragraph(isTight: Bool)
    case heading(level: Int)
    case text(String), code(String), codeBlock(String)
    /// Raw HTML, as written.
    case html(String, isBlock: Bool)
    case link(url: String), image(url: String)
    case table, tableRow(isHeader: Bool), tableCell(isHeader: Bool, Alignment?)
    /// Only its children count.
    case other
}
