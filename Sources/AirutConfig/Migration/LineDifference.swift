/// What differs between two texts, in lines.
enum LineDifference {
    private enum Line {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let line): " " + line
            case .removed(let line): "-" + line
            case .added(let line): "+" + line
            }
        }
        var isChange: Bool { if case .same = self { false } else { true } }
        var isOld: Bool { if case .added = self { false } else { true } }
        var isNew: Bool { if case .removed = self { false } else { true } }
    }

    private static let context = 3

    /// Hunks as `diff -u` writes them; empty when nothing differs.
    static func unified(from old: String, to new: String) -> String {
        let lines = merged(split(old), split(new))
        var hunks = ""
        var next = 0
        while let change = lines[next...].firstIndex(where: \.isChange) {
            let begin = max(next, change - context)
            var end = change
            while let further = lines[end...].prefix(2 * context + 1).firstIndex(where: \.isChange) {
                end = further + 1
            }
            end = min(lines.count, end + context)
            hunks += hunk(lines, begin..<end)
            next = end
        }
        return hunks
    }

    private static func hunk(_ lines: [Line], _ range: Range<Int>) -> String {
        let (before, inside) = (lines[..<range.lowerBound], lines[range])
        let old = "\(before.count(where: \.isOld) + 1),\(inside.count(where: \.isOld))"
        let new = "\(before.count(where: \.isNew) + 1),\(inside.count(where: \.isNew))"
        return "@@ -\(old) +\(new) @@\n" + inside.map { $0.text + "\n" }.joined()
    }

    private static func merged(_ old: [String], _ new: [String]) -> [Line] {
        let difference = new.difference(from: old)
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(.removed(old[left]))
                left += 1
            } else if right < new.count, added.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.same(old[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return lines
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
