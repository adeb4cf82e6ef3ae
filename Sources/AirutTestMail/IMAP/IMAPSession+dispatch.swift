extension IMAPSession {
    /// Commands that must not change sequence numbers under the client (RFC 3501 §7.4.1).
    private static let keepsNumbers: Set<String> = ["FETCH", "STORE", "SEARCH"]

    mutating func perform(_ command: IMAPCommand) -> [SessionAction] {
        if let actions = farewell() { return actions }
        let hadSelection = selection != nil
        var actions = answer(command)
        // Changes are told before the answer that completes the command.
        if hadSelection, selection != nil, let last = actions.popLast() {
            let mayExpunge = command.usesUIDs || !Self.keepsNumbers.contains(command.name)
            actions += updates(mayExpunge: mayExpunge) + [last]
        }
        return actions
    }

    private mutating func answer(_ command: IMAPCommand) -> [SessionAction] {
        if let actions = answerInAnyState(command) { return actions }
        guard let account else { return [.line("\(command.tag) NO Log in first")] }
        if let actions = answerWithAccount(command, account) { return actions }
        guard selection != nil else { return [.line("\(command.tag) BAD Unknown command, or no folder selected")] }
        return answerWithSelection(command)
    }

    private mutating func answerInAnyState(_ command: IMAPCommand) -> [SessionAction]? {
        switch command.name {
        case "CAPABILITY": return [.line("* CAPABILITY \(capabilities)"), ok(command)]
        case "NOOP": return [ok(command)]
        case "ID": return [.line("* ID (\"name\" \"airut-test-mail\")"), ok(command)]
        case "LOGOUT": return [.line("* BYE Good bye"), ok(command), .close]
        case "STARTTLS": return startTLS(command)
        case "LOGIN": return login(command)
        case "AUTHENTICATE": return authenticate(command)
        default: return nil
        }
    }

    private mutating func answerWithAccount(
        _ command: IMAPCommand, _ account: TestMailAccount
    ) -> [SessionAction]? {
        switch command.name {
        case "SELECT": return select(command, account, isReadOnly: false)
        case "EXAMINE": return select(command, account, isReadOnly: true)
        case "CREATE": return create(command, account)
        case "LIST", "LSUB": return list(command, account)
        case "STATUS": return status(command, account)
        case "APPEND": return append(command, account)
        case "NAMESPACE": return [.line("* NAMESPACE ((\"\" \"/\")) NIL NIL"), ok(command)]
        case "SUBSCRIBE", "UNSUBSCRIBE": return [ok(command)]
        case "IDLE" where configuration.extensions.contains(.idle): return beginIdle(command)
        default: return nil
        }
    }

    private mutating func answerWithSelection(_ command: IMAPCommand) -> [SessionAction] {
        switch command.name {
        case "CHECK": return [ok(command)]
        case "CLOSE": return close(command)
        case "UNSELECT":
            selection = nil
            return [ok(command)]
        case "SEARCH": return search(command)
        case "FETCH": return fetch(command)
        case "STORE": return store(command)
        case "COPY": return copy(command, andRemove: false)
        case "MOVE" where configuration.extensions.contains(.move): return copy(command, andRemove: true)
        case "EXPUNGE": return expunge(command)
        default: return [.line("\(command.tag) BAD Unknown command")]
        }
    }

    func ok(_ command: IMAPCommand, _ code: String = "") -> SessionAction {
        .line("\(command.tag) OK \(code.isEmpty ? "" : "[\(code)] ")\(command.name) done")
    }

    func no(_ command: IMAPCommand, _ reason: String) -> [SessionAction] { [.line("\(command.tag) NO \(reason)")] }

    func bad(_ command: IMAPCommand) -> [SessionAction] { [.line("\(command.tag) BAD Wrong arguments")] }
}
