import AirutPolicy

/// Answers DNS queries from the pool of addresses alone: nothing is ever asked elsewhere, so nothing leaks by asking.
///
/// Every name has an address, also one that is blocked: the request it is meant for is then answered with the reason.
struct DNSResponder: Sendable {
    let pool: NamePool
    let log: VerdictLog

    /// - Parameter message: one DNS message.
    /// - Returns: the answer; `nil` when there is none.
    func answer(to message: some RandomAccessCollection<UInt8>) -> [UInt8]? {
        do throws(DNSQuery.Failure) {
            return answer(to: try DNSQuery(parsing: message))
        } catch {
            log.write(
                ProxyVerdict(
                    time: log.now(), kind: .dns, decision: .refused, subject: "",
                    reason: "the query is malformed, or not one for a record"))
            return DNSAnswer.bytes(to: error)
        }
    }

    private func answer(to query: DNSQuery) -> [UInt8] {
        guard query.isHostName, let name = HostName(query.name), name.address == nil else {
            record(query, .refused, reason: "this is no host's name")
            return DNSAnswer.bytes(to: query, address: nil)
        }
        guard let kind = query.kind else {
            record(query, .allowed, reason: "only addresses are served")
            return DNSAnswer.bytes(to: query, address: nil)
        }
        if let loopback = DNSResponder.loopback(name, kind) {
            return DNSAnswer.bytes(to: query, address: loopback)
        }
        guard let address = pool.address(of: name, kind) else {
            record(query, .refused, reason: "too many names were asked for")
            return DNSAnswer.bytes(to: query, code: .refused, address: nil)
        }
        record(query, .allowed)
        return DNSAnswer.bytes(to: query, address: address.bytes)
    }

    /// The container's own servers (RFC 6761 §6.3).
    private static func loopback(_ name: HostName, _ kind: DNSQuery.Kind) -> [UInt8]? {
        guard name.text == "localhost" || name.text.hasSuffix(".localhost") else { return nil }
        return kind == .ipv4 ? [127, 0, 0, 1] : [UInt8](repeating: 0, count: 15) + [1]
    }

    private func record(_ query: DNSQuery, _ decision: ProxyVerdict.Decision, reason: String? = nil) {
        log.write(
            ProxyVerdict(
                time: log.now(), kind: .dns, decision: decision, subject: query.name,
                host: query.isHostName ? query.name : nil, reason: reason))
    }
}
