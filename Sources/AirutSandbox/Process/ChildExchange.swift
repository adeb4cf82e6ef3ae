import Glibc

/// The conversation with one child: feeds it, listens to it, and decides when it must end.
struct ChildExchange: ~Copyable {
    private var input: ArraySlice<UInt8>
    private var holdsInput: Bool
    private let source: ChildInput?
    private var writing: Descriptor
    private var output: Descriptor
    private var error: Descriptor
    private let limits: ChildLimits
    private let stop: ChildStop
    private let start = ContinuousClock.now
    private var lastSign = ContinuousClock.now
    private var outputBytes = 0
    private var isStopHandled = false
    private var drains = 0
    private var graceEnd: ContinuousClock.Instant?

    /// Whether the child has ended.
    private(set) var isOver = false
    /// Why the child was killed, if it was.
    private(set) var imposed: ChildEnding?
    private(set) var errorHead: [UInt8] = []
    private(set) var errorTail: [UInt8] = []

    init(
        input: [UInt8], holdsInput: Bool, source: ChildInput?, toChild: consuming Pipe, fromChild: consuming Pipe,
        errors: consuming Pipe, limits: ChildLimits, stop: ChildStop
    ) {
        self.input = input[...]
        self.holdsInput = holdsInput || source != nil
        self.source = source
        self.limits = limits
        self.stop = stop
        // The child's ends close here.
        writing = toChild.writing
        output = fromChild.reading
        error = errors.reading
        writing.setNonBlocking()
        output.setNonBlocking()
        error.setNonBlocking()
        closeInputIfDone()
    }

    /// Waits for the next event and handles it.
    ///
    /// - Returns: what the child wrote on standard output; may be empty.
    mutating func step(_ child: borrowing SpawnedChild) -> [UInt8] {
        var polled = [
            pollfd(fd: child.ended.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isStopHandled ? -1 : stop.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: input.isEmpty ? -1 : writing.number, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: source?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let ready = unsafe poll(&polled, nfds_t(polled.count), timeoutMilliseconds)
        if ready > 0 {
            if polled[5].revents != 0 { takeInput() }
            if polled[2].revents != 0 { feed() }
            if polled[4].revents != 0 { readError() }
            if polled[1].revents != 0 {
                isStopHandled = true
                impose(stop.ending ?? .stopped, on: child)
            }
            if polled[0].revents != 0 { isOver = true }
        }
        let bytes = ready > 0 && polled[3].revents != 0 ? readOutput() : []
        enforce(on: child)
        return bytes
    }

    /// After the end: what still lies in the pipes; `nil` when there is nothing more.
    ///
    /// A process that left the group may hold a pipe open and go on writing: only as much as a pipe holds is taken.
    mutating func drain() -> [UInt8]? {
        drains += 1
        guard drains <= 16 else { return nil }
        readError()
        let bytes = imposed == .outputTooLong ? [] : readOutput()
        return bytes.isEmpty ? nil : bytes
    }

    private mutating func closeInputIfDone() {
        if input.isEmpty, !holdsInput { writing.close() }
    }

    private mutating func takeInput() {
        guard let more = source?.take() else { return }
        input += more.bytes
        if more.isComplete { holdsInput = false }
        closeInputIfDone()
    }

    private mutating func feed() {
        if let written = writing.write(input.prefix(1 << 16)) {
            input = input.dropFirst(written)
        } else {
            input = []
        }
        closeInputIfDone()
    }

    private mutating func readOutput() -> [UInt8] {
        guard output.isOpen, let bytes = output.read() else { return [] }
        if bytes.isEmpty { output.close() }
        outputBytes += bytes.count
        lastSign = .now
        return bytes
    }

    private mutating func readError() {
        guard error.isOpen, let bytes = error.read() else { return }
        if bytes.isEmpty { error.close() }
        errorHead += bytes.prefix(limits.errorBytes - errorHead.count)
        errorTail += bytes
        if errorTail.count > 2 * limits.errorBytes || isOver { errorTail = errorTail.suffix(limits.errorBytes) }
    }

    private mutating func impose(_ ending: ChildEnding, on child: borrowing SpawnedChild) {
        if imposed == nil, !isOver { imposed = ending }
        guard let grace = limits.grace else { return child.killTree() }
        graceEnd = .now + grace
        child.killHelpers()
    }

    private mutating func enforce(on child: borrowing SpawnedChild) {
        guard !isOver else { return }
        if imposed != nil { return insist(on: child) }
        if outputBytes > limits.outputBytes { return impose(.outputTooLong, on: child) }
        if start.duration(to: .now) >= limits.deadline { return impose(.timedOut, on: child) }
        if let stall = limits.stall, lastSign.duration(to: .now) >= stall { impose(.stalled, on: child) }
    }

    private mutating func insist(on child: borrowing SpawnedChild) {
        guard let end = graceEnd else { return }
        if ContinuousClock.now < end { return child.killHelpers() }
        graceEnd = nil
        child.killTree()
    }

    /// Until the next limit, rounded up; -1 once the child was killed: only its end can follow.
    private var timeoutMilliseconds: Int32 {
        guard imposed == nil else { return graceEnd == nil ? -1 : 200 }
        var left = limits.deadline - start.duration(to: .now)
        if let stall = limits.stall { left = min(left, stall - lastSign.duration(to: .now)) }
        let milliseconds = left / .milliseconds(1)
        return Int32(max(0, min(milliseconds.rounded(.up), 1_000_000)))
    }
}
