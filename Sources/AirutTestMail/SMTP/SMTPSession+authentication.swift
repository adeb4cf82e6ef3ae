extension SMTPSession {
    mutating func authenticate(_ argument: String) -> [SessionAction] {
        guard isSecure else { return [.line("538 5.7.11 Say STARTTLS first")] }
        guard account == nil else { return [.line("503 5.5.1 Already logged in")] }
        let words = argument.split(separator: " ")
        switch (words.first?.uppercased(), words.count) {
        case ("PLAIN", 2): return finishPlain(String(words[1]))
        case ("PLAIN", 1):
            state = .plainCredentials
            return [.line("334 ")]
        case ("LOGIN", 2): return receiveLoginName(String(words[1]))
        case ("LOGIN", 1):
            state = .loginName
            return [.line("334 VXNlcm5hbWU6")]
        default: return [.line("504 5.5.4 PLAIN and LOGIN are understood")]
        }
    }

    /// What follows an `AUTH` command.
    mutating func credentials(_ line: String) -> [SessionAction] {
        switch state {
        case .loginName: return receiveLoginName(line)
        case .loginPassword(let username): return finish(username: username, password: Base64.text(line))
        case .plainCredentials: return finishPlain(line)
        case .command, .data: return []
        }
    }

    private mutating func receiveLoginName(_ line: String) -> [SessionAction] {
        guard let username = Base64.text(line) else { return finish(username: nil, password: nil) }
        state = .loginPassword(username: username)
        return [.line("334 UGFzc3dvcmQ6")]
    }

    private mutating func finishPlain(_ line: String) -> [SessionAction] {
        let login = PlainLogin(base64: line)
        return finish(username: login?.username, password: login?.password)
    }

    private mutating func finish(username: String?, password: String?) -> [SessionAction] {
        state = .command
        guard let username, let password else { return [.line("501 5.5.2 Unreadable credentials")] }
        account = spool.account(username: username, password: password)
        guard account != nil else { return [.line("535 5.7.8 Wrong user name or password")] }
        return [.line("235 2.7.0 Welcome")]
    }
}
