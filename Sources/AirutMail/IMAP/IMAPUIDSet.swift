/// Writes identifiers as the sets that commands take.
///
/// - SeeAlso: RFC 3501 §9 `sequence-set`; RFC 7162 §4 (lines of at most 8192 bytes).
enum IMAPUIDSet {
    /// Sets that together name every identifier once, each at most `maximumBytes` long.
    static func sets(of uids: [UInt32], maximumBytes: Int = 4000) -> [String] {
        var sets: [String] = []
        for range in ranges(of: uids) {
            let text = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
            if let last = sets.last, last.utf8.count + text.utf8.count < maximumBytes {
                sets[sets.count - 1] = "\(last),\(text)"
            } else {
                sets.append(text)
            }
        }
        return sets
    }

    private static func ranges(of uids: [UInt32]) -> [ClosedRange<UInt32>] {
        var ranges: [ClosedRange<UInt32>] = []
        for uid in Set(uids).sorted() {
            if let last = ranges.last, last.upperBound + 1 == uid {
                ranges[ranges.count - 1] = last.lowerBound...uid
            } else {
                ranges.append(uid...uid)
            }
        }
        return ranges
    }
}
