extension ProxyPolicy {
    /// Why the proxy may not dial an address it got from a resolver, a sentence without its period; `nil` when it may.
    ///
    /// Check every address right before it is dialled, and dial that one.
    public func refusal(toDial address: IPAddress) -> String? {
        if neverDialled.contains(where: { $0.contains(address) }) {
            return "\(address) belongs to this machine or its sandbox"
        }
        let kind = AddressClass(address)
        if kind == .public || allowedPrivate.contains(where: { $0.contains(address) }) { return nil }
        return "its address \(address) is \(kind.phrase), which only the server's network.allowed_private can open"
    }
}
