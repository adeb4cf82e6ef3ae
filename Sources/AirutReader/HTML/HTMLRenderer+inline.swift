/// What stands within a line: emphasis, code, links, images.
extension HTMLRenderer {
    mutating func mark(_ node: Int, _ mark: String) {
        guard !isPreformatted, openMarks.insert(mark).inserted else { return children(of: node) }
        let place = writer.place()
        children(of: node)
        openMarks.remove(mark)
        if writer.enclose(from: place, mark, mark) { hasStructure = true }
    }

    mutating func code(_ node: Int) {
        guard !isPreformatted, openMarks.insert("`").inserted else { return children(of: node) }
        let place = writer.place()
        children(of: node)
        openMarks.remove("`")
        guard let text = writer.text(from: place) else { return }
        let fence = text.utf8.contains(UInt8(ascii: "`")) ? "`` " : "`"
        writer.enclose(from: place, fence, String(fence.reversed()))
        hasStructure = true
    }

    /// `[text](address)`, or the address alone when the text is that.
    mutating func link(_ node: Int, _ element: HTMLElement) {
        guard !isPreformatted, let address = element["href"].flatMap(Self.usableAddress),
            openMarks.insert("a").inserted
        else { return children(of: node) }
        let place = writer.place()
        children(of: node)
        openMarks.remove("a")
        guard let text = writer.text(from: place), !Self.isSame(text, address) else { return }
        writer.enclose(from: place, "[", "](\(address))")
        hasStructure = true
    }

    /// Its description, or the name of the attachment that it is.
    mutating func image(_ element: HTMLElement) {
        let description = element["alt"]?.onOneLine().prefix(bytes: 500) ?? ""
        let source = element["src"] ?? ""
        if source.hasPrefix(ignoringCase: "cid:"), let name = images[String(source.dropFirst(4))] {
            writer.write(
                description.isEmpty || description == name ? "[image: \(name)]" : "[image: \(name): \(description)]")
        } else if !description.isEmpty {
            writer.write("[image: \(description)]")
        }
    }

    /// Addresses that mean something outside of a browser.
    private static func usableAddress(_ href: String) -> String? {
        let address = href.filter { !$0.isWhitespace }
        guard address.utf8.count <= 2_000 else { return nil }
        return ["http://", "https://", "mailto:", "ftp://", "tel:", "ssh://", "git://"].contains {
            address.hasPrefix(ignoringCase: $0)
        } ? address.split(separator: ")", omittingEmptySubsequences: false).joined(separator: "%29") : nil
    }

    private static func isSame(_ text: String, _ address: String) -> Bool {
        let bare = ["mailto:", "https://", "http://", "tel:"].first { address.hasPrefix(ignoringCase: $0) }
        return text == address || text == address.dropFirst(bare?.utf8.count ?? 0)
            || (address.hasSuffix("/")
                && (text == address.dropLast() || "\(text)/" == address.dropFirst(bare?.utf8.count ?? 0)))
    }
}
