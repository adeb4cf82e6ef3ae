extension [Double] {
    /// The middle one; of an even number the mean of the two in the middle. 0 when there is none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }

    var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }

    /// ", 10 to 90 %: 12.1 … 15.0": how far they lie apart.
    var spread: String {
        guard !isEmpty else { return "" }
        let sorted = sorted()
        let low = sorted[Int((Double(count - 1) * 0.1).rounded())]
        let high = sorted[Int((Double(count - 1) * 0.9).rounded())]
        return " (\(BenchTable.text(low)) … \(BenchTable.text(high)), n=\(count))"
    }
}
