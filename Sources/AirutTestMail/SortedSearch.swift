extension Array {
    /// The index of the element with that key, in an array that ascends by it.
    func index(ofSorted key: UInt32, by keyOf: (Element) -> UInt32) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if keyOf(self[middle]) < key { low = middle + 1 } else { high = middle }
        }
        return low < count && keyOf(self[low]) == key ? low : nil
    }
}
