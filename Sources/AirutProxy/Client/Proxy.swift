import AirutPolicy
import NIOCore

/// What all connections of one event loop share. Used on that loop only.
final class Proxy {
    let policy: ProxyPolicy
    let eventLoop: any EventLoop
    let pool: NamePool
    let log: VerdictLog
    let inserter: CredentialInserter
    let toolFilter: ServerToolFilter
    let deadlines: Deadlines
    let contexts: ServerContexts
    let dialer: Dialer
    let headLimits: HeadLimits
    /// Bytes of bodies that are in memory to be inspected.
    var inspectedBytes = 0
    /// By the names of the masks: what they look for takes longer to prepare than most answers to search.
    private var scrubbers: [[String]: ResponseScrubber] = [:]

    init(
        policy: ProxyPolicy, pool: NamePool, log: VerdictLog, authority: CertificateAuthority, dialer: Dialer,
        eventLoop: any EventLoop
    ) {
        self.policy = policy
        self.pool = pool
        self.log = log
        self.dialer = dialer
        self.eventLoop = eventLoop
        inserter = CredentialInserter(masks: policy.masks)
        toolFilter = ServerToolFilter(allowlist: policy.allowlist, policy: policy.serverTools)
        deadlines = Deadlines(limits: policy.limits, on: eventLoop)
        contexts = ServerContexts(authority: authority)
        headLimits = HeadLimits(bytes: policy.limits.headerBytes, fields: policy.limits.headerFields)
    }

    /// For an answer to a request that those masks cover; `nil` without any.
    func scrubber(for masks: [SecretMask]) -> ResponseScrubber? {
        guard !masks.isEmpty else { return nil }
        let names = masks.map(\.name)
        if let scrubber = scrubbers[names] { return scrubber }
        let scrubber = ResponseScrubber(masks: masks)
        scrubbers[names] = scrubber
        return scrubber
    }

    /// - Throws: when there are as many connections as there may be.
    func checkRoom() throws(ProxyError) {
        guard deadlines.count >= policy.limits.connections else { return }
        log.write(
            ProxyVerdict(
                time: log.now(), kind: .connection, decision: .refused, subject: "",
                reason: "there are \(policy.limits.connections) connections already"))
        throw ProxyError(action: "accept a connection", reason: "there are too many")
    }
}
