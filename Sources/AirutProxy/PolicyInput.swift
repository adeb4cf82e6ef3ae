import AirutPolicy
import FoundationEssentials
import Glibc

/// The policy on standard input, and what the input means afterwards.
enum PolicyInput {
    /// Far more than any allowlist.
    private static let maximumBytes = 64 << 20

    /// - Returns: the policy, and whether a line's end followed it, so that the rest of the input is a leash.
    static func read(descriptor: Int32) throws -> (policy: ProxyPolicy, isLeashed: Bool) {
        var input: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while !input.contains(0x0A) {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw ProxyError(action: "read the policy", reason: unsafe String(cString: strerror(errno)))
            }
            input += chunk[..<count]
            guard input.count <= maximumBytes else {
                throw ProxyError(action: "read the policy", reason: "it is larger than 64 MiB")
            }
        }
        let end = input.firstIndex(of: 0x0A)
        return (try decode(input[..<(end ?? input.count)]), end != nil)
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) throws(ProxyError) -> ProxyPolicy {
        do {
            return try JSONDecoder().decode(ProxyPolicy.self, from: Data(bytes))
        } catch {
            // What is wrong with it could quote a secret.
            throw ProxyError(action: "read the policy", reason: "standard input is not a proxy policy in JSON")
        }
    }

    /// Blocks until the input ends.
    static func waitForEnd(descriptor: Int32) {
        var byte: UInt8 = 0
        while true {
            let count = unsafe Glibc.read(descriptor, &byte, 1)
            if count == 0 || count < 0 && errno != EINTR { return }
        }
    }
}
