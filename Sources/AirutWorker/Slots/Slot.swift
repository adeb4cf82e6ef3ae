import AirutModel

/// A place in a ``SlotAllocator`` that somebody holds.
final class Slot: Sendable {
    private let release: Locked<(@Sendable () -> Void)?>

    /// - Parameter release: called once, when it is given back.
    init(release: @escaping @Sendable () -> Void) { self.release = Locked(release) }

    /// The next in line has it. More than once does no harm.
    func giveBack() {
        let release = release.withLock { release in
            defer { release = nil }
            return release
        }
        release?()
    }
}
