import AirutModel

extension SMTPSession {
    mutating func mail(_ argument: String) -> [SessionAction] {
        guard clientName != nil else { return [.line("503 5.5.1 Say EHLO first")] }
        guard account != nil else { return [.line("530 5.7.0 Log in first")] }
        guard envelope.sender == nil else { return [.line("503 5.5.1 One mail at a time")] }
        guard let (path, parameters) = Self.path(argument, after: "FROM:") else {
            return [.line("501 5.5.4 Say MAIL FROM:<address>")]
        }
        guard path.isEmpty || EmailAddress(path) != nil else { return [.line("553 5.1.7 Not an address")] }
        for parameter in parameters {
            let pair = parameter.uppercased().split(separator: "=", maxSplits: 1)
            switch pair.first {
            case "SIZE":
                guard pair.count == 2, let bytes = Int(pair[1]) else { return [.line("501 5.5.4 SIZE is a number")] }
                if bytes > configuration.maximumMessageBytes { return [.line("552 5.3.4 Too large")] }
            case "BODY", "AUTH": break
            default: return [.line("555 5.5.4 Unknown parameter")]
            }
        }
        envelope.sender = path
        return [.line("250 2.1.0 Sender taken")]
    }

    mutating func recipient(_ argument: String) -> [SessionAction] {
        guard envelope.sender != nil else { return [.line("503 5.5.1 Say MAIL first")] }
        guard let (path, parameters) = Self.path(argument, after: "TO:"), parameters.isEmpty else {
            return [.line("501 5.5.4 Say RCPT TO:<address>")]
        }
        guard let address = EmailAddress(path) else { return [.line("553 5.1.3 Not an address")] }
        guard spool.account(receiving: address) != nil else {
            return [.line("550 5.1.1 <\(address)> has no mailbox here, and nothing is relayed")]
        }
        envelope.recipients.append(address)
        return [.line("250 2.1.5 Recipient taken")]
    }

    mutating func beginData() -> [SessionAction] {
        guard envelope.sender != nil, !envelope.recipients.isEmpty else {
            return [.line("503 5.5.1 Say MAIL and RCPT first")]
        }
        state = .data
        data = []
        return [.line("354 Go ahead, end with a dot")]
    }

    /// - Parameter line: without its end; a leading dot was doubled by the client (RFC 5321 §4.5.2).
    mutating func receiveData(_ line: [UInt8]) -> [SessionAction] {
        let dot = UInt8(ascii: ".")
        if line == [dot] { return endData() }
        // One byte more than allowed is enough to know that it is too much.
        guard data.count <= configuration.maximumMessageBytes else { return [] }
        data += line.first == dot ? line.dropFirst() : line[...]
        data += [0x0D, 0x0A]
        return []
    }

    private mutating func endData() -> [SessionAction] {
        defer {
            state = .command
            data = []
            envelope = Envelope()
        }
        guard data.count <= configuration.maximumMessageBytes else { return [.line("552 5.3.4 Too large")] }
        guard let account, let sender = envelope.sender else { return [.line("503 5.5.1 Say MAIL first")] }
        let delivery = Delivery(
            data: data, sender: sender, clientName: clientName ?? "unknown", login: account,
            configuration: configuration)
        for recipient in envelope.recipients {
            guard let owner = spool.account(receiving: recipient) else { continue }
            let message = delivery.message(to: recipient)
            spool.update(FolderID(account: owner.address, name: "INBOX")) { $0.append(message) }
        }
        return [.line("250 2.0.0 Delivered as \(delivery.id)")]
    }

    /// Takes `FROM:<path> PARAMETER…` apart.
    private static func path(_ argument: String, after keyword: String) -> (path: String, parameters: [Substring])? {
        guard argument.prefix(keyword.count).uppercased() == keyword else { return nil }
        let rest = argument.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let parameters = rest[rest.index(after: end)...].split(separator: " ")
        return (String(rest[rest.index(after: rest.startIndex)..<end]), parameters)
    }
}
