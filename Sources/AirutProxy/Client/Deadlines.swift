import AirutPolicy
import CLinux
import NIOCore

/// Something on the event loop that must not last for ever.
protocol Expiring: AnyObject {
    /// When it ends unless something happens before; `nil`: not while things are as they are.
    var deadline: NIODeadline? { get }
    func expire()
}

/// Watches the deadlines of all connections with one timer, which runs only while there are connections.
///
/// A timer for each connection would be set anew with every message; a deadline here is only a number. When the last
/// connection is gone, so is the memory they took.
final class Deadlines {
    /// How late an expiry may be.
    private static let tick = TimeAmount.milliseconds(250)

    let limits: ProxyLimits
    private let eventLoop: any EventLoop
    private var watched: [ObjectIdentifier: any Expiring] = [:]
    private var isTicking = false

    init(limits: ProxyLimits, on eventLoop: any EventLoop) {
        self.limits = limits
        self.eventLoop = eventLoop
    }

    var count: Int { watched.count }

    func after(_ milliseconds: Int) -> NIODeadline { .now() + .milliseconds(Int64(milliseconds)) }

    func add(_ object: any Expiring) {
        watched[ObjectIdentifier(object)] = object
        scheduleTick()
    }

    func remove(_ object: any Expiring) { watched[ObjectIdentifier(object)] = nil }

    /// Ends all at once, because the process does.
    func endAll() { for object in watched.values { object.expire() } }

    private func scheduleTick() {
        guard !isTicking, !watched.isEmpty else { return }
        isTicking = true
        eventLoop.assumeIsolated().scheduleTask(in: Deadlines.tick) { self.look() }
    }

    private func look() {
        isTicking = false
        let now = NIODeadline.now()
        for object in watched.values where object.deadline.map({ $0 <= now }) ?? false { object.expire() }
        if watched.isEmpty { airut_return_free_memory() }
        scheduleTick()
    }
}
