import Foundation

/// The machine's processes at one moment.
struct ProcessList {
    struct Entry: Hashable {
        let id: Int32
        let parent: Int32
        let name: String
        /// Tells it from a later process of the same number.
        let start: String

        static func == (left: Self, right: Self) -> Bool { left.id == right.id && left.start == right.start }
        func hash(into hasher: inout Hasher) { hasher.combine(id) }
    }

    let all: [Entry]

    /// Without those that have ended and wait to be reaped.
    init() throws {
        all = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { name in
            guard let id = Int32(name), let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                let begin = text.firstIndex(of: "("), let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 19, fields[0] != "Z", let parent = Int32(fields[1]) else { return nil }
            return Entry(
                id: id, parent: parent, name: String(text[text.index(after: begin)..<end]), start: String(fields[19]))
        }
    }

    func descendants(of id: Int32) -> [Entry] {
        let children = all.filter { $0.parent == id }
        return children + children.flatMap { descendants(of: $0.id) }
    }

    /// Those among whose arguments the text stands.
    func mentioning(_ text: String) -> [Entry] {
        all.filter { entry in
            let line = (try? Data(contentsOf: URL(filePath: "/proc/\(entry.id)/cmdline"))) ?? Data()
            return String(decoding: line, as: UTF8.self).contains(text)
        }
    }
}
