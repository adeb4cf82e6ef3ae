/// Cuts a command's output into lines and hands them on, one after the other.
actor OutputLines {
    private var splitter: LineSplitter
    private let onLine: @Sendable ([UInt8]) async -> Void
    private let onOverlongLine: @Sendable () -> Void

    /// - Parameters:
    ///   - maximumLineBytes: a longer line is not handed on, nor is what follows.
    ///   - onOverlongLine: called once, when a line gets too long.
    init(
        maximumLineBytes: Int, onLine: @escaping @Sendable ([UInt8]) async -> Void,
        onOverlongLine: @escaping @Sendable () -> Void
    ) {
        splitter = LineSplitter(maximumLineBytes: maximumLineBytes)
        self.onLine = onLine
        self.onOverlongLine = onOverlongLine
    }

    func add(_ bytes: [UInt8]) async {
        guard !splitter.isOverlong else { return }
        for line in splitter.add(bytes) { await onLine(line) }
        if splitter.isOverlong { onOverlongLine() }
    }

    func finish() async {
        if let line = splitter.finish() { await onLine(line) }
    }
}
