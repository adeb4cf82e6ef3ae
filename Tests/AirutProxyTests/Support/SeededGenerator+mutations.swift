import AirutTestSupport

extension SeededGenerator {
    /// One of the seeds, sometimes two in a row, with some bytes changed, doubled or dropped.
    mutating func mutated(_ seeds: [[UInt8]]) -> [UInt8] {
        var bytes = seeds.randomElement(using: &self)!
        if Bool.random(using: &self) { bytes += seeds.randomElement(using: &self)! }
        let special: [UInt8] = [0, 9, 10, 13, 32, 44, 58, 59, 0x30, 0x7F, 0x80, 0xC3, 0xFF]
        for _ in 0..<Int.random(in: 0...6, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes[index] = special.randomElement(using: &self)!
            case 2: bytes.insert(special.randomElement(using: &self)!, at: index)
            case 3: bytes.remove(at: index)
            default: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
            }
        }
        return bytes
    }

    /// Sizes that add up to `count`.
    mutating func pieces(of count: Int) -> [Int] {
        var pieces: [Int] = []
        var left = count
        while left > 0 {
            let piece = min(left, Int.random(in: 1...9, using: &self))
            pieces.append(piece)
            left -= piece
        }
        return pieces
    }
}
