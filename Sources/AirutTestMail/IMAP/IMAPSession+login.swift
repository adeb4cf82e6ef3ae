extension IMAPSession {
    mutating func startTLS(_ command: IMAPCommand) -> [SessionAction] {
        guard !isSecure else { return bad(command) }
        isSecure = true
        return [ok(command), .startTLS]
    }

    mutating func login(_ command: IMAPCommand) -> [SessionAction] {
        guard command.arguments.count == 2, let username = command.arguments[0].text,
            let password = command.arguments[1].text
        else { return bad(command) }
        return finish(username: username, password: password, command.tag)
    }

    mutating func authenticate(_ command: IMAPCommand) -> [SessionAction] {
        guard command.arguments.first?.text?.uppercased() == "PLAIN" else { return no(command, "Only PLAIN is known") }
        if command.arguments.count == 2, let credentials = command.arguments[1].text {
            return finishPlain(credentials, command.tag)
        }
        guard isSecure else { return no(command, "[PRIVACYREQUIRED] Say STARTTLS first") }
        authenticationTag = command.tag
        return [.line("+ ")]
    }

    mutating func finishPlain(_ credentials: String, _ tag: String) -> [SessionAction] {
        guard let login = PlainLogin(base64: credentials) else { return [.line("\(tag) BAD Unreadable credentials")] }
        return finish(username: login.username, password: login.password, tag)
    }

    private mutating func finish(username: String, password: String, _ tag: String) -> [SessionAction] {
        guard isSecure else { return [.line("\(tag) NO [PRIVACYREQUIRED] Say STARTTLS first")] }
        guard account == nil else { return [.line("\(tag) BAD Already logged in")] }
        account = spool.account(username: username, password: password)
        guard account != nil else { return [.line("\(tag) NO [AUTHENTICATIONFAILED] Wrong user name or password")] }
        return [.line("\(tag) OK [CAPABILITY \(capabilities)] Welcome")]
    }
}
