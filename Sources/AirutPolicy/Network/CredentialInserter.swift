import FoundationEssentials

/// Puts real secrets in the place of surrogates: only in the header fields a mask names, only on hosts in its scope, only
/// over https.
public struct CredentialInserter: Sendable {
    /// Longest surrogate first, so that one that contains another is replaced whole.
    private let masks: [SecretMask]

    public init(masks: [SecretMask]) {
        self.masks = masks.sorted { ($1.surrogate.utf8.count, $0.name) < ($0.surrogate.utf8.count, $1.name) }
    }

    /// Call this only for a request that the allowlist has allowed.
    ///
    /// - Throws: a refusal for several `Authorization` or `Proxy-Authorization` fields.
    public func insert(
        into headers: [HeaderField], of request: CanonicalRequest
    ) throws(RequestRefusal) -> CredentialInsertion {
        for name in ["authorization", "proxy-authorization"] where headers.count(where: { $0.isNamed(name) }) > 1 {
            throw RequestRefusal("it has several fields named \(name)")
        }
        let scoped = masks.filter { $0.covers(request.host) }
        guard !scoped.isEmpty else { return CredentialInsertion(headers: headers, used: [], notes: [], scrubbed: []) }
        var result = CredentialInsertion(
            headers: ResponseScrubber.requestHeaders(from: headers), used: [], notes: [], scrubbed: scoped)
        if request.scheme == .https { insert(scoped, &result) }
        return result
    }

    private func insert(_ scoped: [SecretMask], _ result: inout CredentialInsertion) {
        var used: Set<String> = []
        // By the field's name in lower case, the value that holds a secret.
        var inserted: [String: String] = [:]
        var headers: [HeaderField] = []
        for field in result.headers {
            let name = field.name.lowercased()
            let applicable = scoped.filter { mask in mask.headers.contains { $0.matches(name) } }
            guard !applicable.isEmpty else {
                headers.append(field)
                continue
            }
            let (value, masks, isAlone) = Self.replace(applicable, in: field.value)
            if !masks.isEmpty, isAlone || !applicable.contains(where: { $0.refusesForeign(name) }) {
                if inserted[name] == nil { used.formUnion(masks) }
                inserted[name] = inserted[name] ?? value
                headers.append(HeaderField(field.name, value))
            } else if applicable.contains(where: { $0.refusesForeign(name) }) {
                let what = masks.isEmpty ? "no credential of ours" : "another's credential beside ours"
                result.notes.append("stripped \(field.name), which held \(what)")
            } else {
                headers.append(field)
            }
        }
        result.used = used.sorted()
        result.headers = collapsed(headers, inserted, &result.notes)
    }

    /// Of several fields of a name, one with a real secret, only that is left: which a server reads is not ours to guess.
    private func collapsed(
        _ headers: [HeaderField], _ inserted: [String: String], _ notes: inout [String]
    ) -> [HeaderField] {
        var seen: Set<String> = []
        return headers.compactMap { field in
            let name = field.name.lowercased()
            guard let value = inserted[name] else { return field }
            guard seen.insert(name).inserted else {
                notes.append("collapsed several fields \(field.name)")
                return nil
            }
            return HeaderField(field.name, value)
        }
    }

    /// - Returns: also whether no other credential stands beside ours.
    private static func replace(
        _ masks: [SecretMask], in value: String
    ) -> (String, used: [String], isAlone: Bool) {
        let (plain, used) = replacePlain(masks, in: value)
        if !used.isEmpty { return (plain, used, isAlone(masks, value)) }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1]).trimmed()),
            let credential = String(validating: data, as: UTF8.self)
        else { return (value, [], true) }
        let (inner, usedInside) = replacePlain(masks, in: credential)
        if usedInside.isEmpty { return (value, [], true) }
        let encoded = "\(parts[0]) \(Data(inner.utf8).base64EncodedString())"
        return (encoded, usedInside, isAlone(masks, credential))
    }

    /// As far as credentials can be told: by their prefixes. A user name may stand beside a secret.
    private static func isAlone(_ masks: [SecretMask], _ text: String) -> Bool {
        let rest = masks.reduce(text) { rest, mask in
            mask.isInsertable ? rest.exchanging(mask.surrogate, for: " ") ?? rest : rest
        }
        return !rest.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.contains {
            Surrogate.hasKnownPrefix($0)
        }
    }

    private static func replacePlain(_ masks: [SecretMask], in value: String) -> (String, used: [String]) {
        masks.reduce(into: (value, [])) { result, mask in
            guard mask.isInsertable, let text = result.0.exchanging(mask.surrogate, for: mask.real) else { return }
            result.0 = text
            result.1.append(mask.name)
        }
    }
}

extension SecretMask {
    /// A secret with line breaks or other control characters would forge header fields.
    fileprivate var isInsertable: Bool {
        !surrogate.isEmpty && real.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// Whether a field of exactly this name may hold nothing but this secret.
    fileprivate func refusesForeign(_ name: String) -> Bool {
        !allowsForeignCredentials && headers.contains { !$0.isPattern && $0.text == name }
    }
}

extension String {
    /// Every occurrence, byte by byte; `nil` without one.
    fileprivate func exchanging(_ old: String, for new: String) -> String? {
        let (bytes, old) = (Array(utf8), Array(old.utf8))
        guard bytes.count >= old.count else { return nil }
        var result: [UInt8] = []
        var (index, done) = (0, 0)
        while index <= bytes.count - old.count {
            if bytes[index] == old[0], bytes[index..<index + old.count].elementsEqual(old) {
                result += bytes[done..<index] + Array(new.utf8)
                index += old.count
                done = index
            } else {
                index += 1
            }
        }
        return done == 0 ? nil : String(decoding: result + bytes[done...], as: UTF8.self)
    }

    fileprivate func trimmed() -> String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
