/// What an image has builds do that begin with it.
enum ImageTriggers {
    /// Whether its configuration, JSON, might name any.
    ///
    /// As bytes, because of what stands twice the builder takes both, and it does not mind the case of keys: whatever looks
    /// like the key counts, unless its value is `null` or an empty list, and so does a letter that is written as an escape.
    static func mayBe(in configuration: [UInt8]) -> Bool {
        let text = configuration.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let (key, escape) = (Array("\"onbuild\"".utf8), Array("\\u00".utf8))
        for index in text.indices {
            let rest = text[index...]
            if rest.starts(with: key), !isEmpty(rest.dropFirst(key.count)) { return true }
            if rest.starts(with: escape),
                rest.dropFirst(escape.count).prefix(1).allSatisfy({ "4567".utf8.contains($0) })
            {
                return true
            }
        }
        return false
    }

    private static func isEmpty(_ rest: ArraySlice<UInt8>) -> Bool {
        let value = rest.lazy.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(5)
        return value.first != UInt8(ascii: ":") || value.starts(with: ":null".utf8) || value.starts(with: ":[]".utf8)
    }
}
