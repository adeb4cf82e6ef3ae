extension [SettingBlock] {
    /// Moves one setting, where both places are in these blocks.
    ///
    /// - Returns: whether it was possible; otherwise the blocks are to be thrown away.
    mutating func move(_ from: ArraySlice<String>, to: ArraySlice<String>) -> Bool {
        guard let index = firstIndex(where: { $0.key == from.first }) else { return false }
        if let key = from.first, key == to.first, from.count > 1, to.count > 1 {
            return self[index].children?.move(from.dropFirst(), to: to.dropFirst()) ?? false
        }
        let indentation = self[index].indentation
        guard let block = take(from) else { return false }
        return insert(block, at: to, before: index, indentation: indentation, step: block.indentation == 0 ? 2 : nil)
    }

    /// Removes a setting, and the one around it when nothing is left in it; comments there come along.
    private mutating func take(_ path: ArraySlice<String>) -> SettingBlock? {
        guard let index = firstIndex(where: { $0.key == path.first }) else { return nil }
        if path.count == 1 { return remove(at: index) }
        guard var block = self[index].children?.take(path.dropFirst()) else { return nil }
        if self[index].children?.isEmpty == true {
            let emptied = remove(at: index)
            let remark = emptied.remark
            // An anchor or a tag would be lost.
            guard remark.isEmpty || remark.hasPrefix("#") || remark == "\r" else { return nil }
            let comment = remark.hasPrefix("#") ? [String(repeating: " ", count: block.indentation) + remark] : []
            block.leading = emptied.leading + comment + block.leading
            block.trailing += emptied.trailing
        }
        return block
    }

    private mutating func insert(
        _ block: SettingBlock, at path: ArraySlice<String>, before index: Int, indentation: Int, step: Int?
    ) -> Bool {
        guard let key = path.first else { return false }
        let existing = firstIndex { $0.key == key }
        if path.count == 1 {
            guard existing == nil, let renamed = block.renamed(key) else { return false }
            insert(renamed.shifted(by: indentation - block.indentation), at: Swift.min(index, count))
            return true
        }
        if let existing {
            let inner = self[existing].indentation + self[existing].step
            return self[existing].children?.insert(
                block, at: path.dropFirst(), before: .max, indentation: inner, step: step) ?? false
        }
        var block = block
        var header = SettingBlock(key: key, indentation: indentation, head: "")
        header.head = String(repeating: " ", count: indentation) + key + ":" + (block.head.hasSuffix("\r") ? "\r" : "")
        header.leading = block.leading.prefix { $0.isEmpty || $0 == "\r" }.map(\.self)
        block.leading.removeFirst(header.leading.count)
        header.children = []
        let isPossible =
            header.children?.insert(
                block, at: path.dropFirst(), before: .max, indentation: indentation + (step ?? 2), step: step) ?? false
        insert(header, at: Swift.min(index, count))
        return isPossible
    }
}
