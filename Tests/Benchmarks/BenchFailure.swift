/// Something was lost, or nothing could be measured.
struct BenchFailure: Error, CustomStringConvertible { let description: String }
