/// HTML as Markdown-like lines, those of quoted messages marked as such.
struct HTMLText {
    private(set) var lines: [Line]
    /// Whether there are links, lists, tables, emphasis or marked quotes: things plain text does not show.
    private(set) var hasStructure: Bool
    /// What was left out.
    private(set) var notes = Notes()

    /// - Parameters:
    ///   - images: file names of attached images by `Content-ID`.
    ///   - maximumBytes: about how long the text may become.
    init(_ html: String, images: [String: String], maximumBytes: Int) {
        var builder = HTMLTreeBuilder()
        let tree = builder.tree(of: html)
        var renderer = HTMLRenderer(tree: tree, images: images, maximumBytes: maximumBytes)
        renderer.render()
        lines = renderer.lines
        hasStructure = renderer.hasStructure
        if tree.isCut { notes.add("The HTML text is too complex; its end was left out.") }
        if renderer.hasHiddenText { notes.add("Text that the message hides from its readers was left out.") }
    }
}
