/// The lines of the proxy's log during one build: the first of them, as many as somebody may read.
actor BuildVerdicts {
    private(set) var lines: [[UInt8]] = []
    private var room = 1 << 20

    func add(_ line: [UInt8]) {
        guard line.count <= room else { return room = 0 }
        room -= line.count
        lines.append(line)
    }
}
