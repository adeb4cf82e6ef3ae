/// The client's side of an IMAP connection, without the connection: bytes go in, and what to do next comes out.
///
/// After ``receive(_:)`` or ``begin(_:)`` call ``step()`` until it asks for bytes or reports an end.
///
/// - SeeAlso: RFC 3501 §3 (states), RFC 2177 (IDLE).
struct IMAPEngine {
    enum Step: Hashable {
        case send([UInt8])
        /// More bytes are needed.
        case receive
        /// The server waits with us for news: hand in bytes as they come, or call ``endIdle()``.
        case idle
        /// The greeting or the end of a command.
        case finished(IMAPCompletion)
    }

    private enum Activity {
        case greeting
        case ready
        case command(IMAPCommand, tag: String, sentPieces: Int)
    }

    var framer = IMAPFramer()
    /// In upper case; `nil` when unknown, as it is after a change of the connection's state.
    private(set) var capabilities: Set<String>?
    var mailbox = IMAPMailbox()

    private var activity = Activity.greeting
    private var outgoing: [[UInt8]] = []
    private var responses: [IMAPResponse] = []
    private var lastTag = 0
    private var idleEnds = false
    /// Whether the server has accepted the IDLE.
    private var isWaiting = false
    private var farewell: IMAPStatus?
    /// Most bytes that one command may bring; with IDLE, which keeps nothing, any number.
    var maximumAnswerBytes = Self.usualAnswerBytes
    private var answerBytes = 0

    static let usualAnswerBytes = 16 << 20

    mutating func receive(_ bytes: [UInt8]) {
        framer.append(bytes)
        if !isWaiting { answerBytes += bytes.count }
    }

    /// Begins a command. Only after the one before has finished.
    mutating func begin(_ command: IMAPCommand) {
        lastTag += 1
        let tag = "A\(lastTag)"
        responses = []
        answerBytes = 0
        idleEnds = false
        isWaiting = false
        activity = .command(command, tag: tag, sentPieces: 1)
        outgoing.append(Array("\(tag) ".utf8) + command.pieces[0])
    }

    /// Ends an IDLE at the next step.
    mutating func endIdle() { idleEnds = true }

    mutating func forgetCapabilities() { capabilities = nil }

    /// What to do next.
    mutating func step() throws(IMAPProtocolError) -> Step {
        guard answerBytes <= maximumAnswerBytes else {
            throw IMAPProtocolError(
                kind: .tooLarge, reason: "the server sends more than \(maximumAnswerBytes) bytes for one command")
        }
        while true {
            if !outgoing.isEmpty { return .send(outgoing.removeFirst()) }
            guard let parts = try framer.next() else { break }
            if let completion = try handle(IMAPResponse(parts)) { return .finished(completion) }
        }
        guard case .command(let command, let tag, let sent) = activity else { return .receive }
        if farewell != nil, !command.isLogout { throw closed }
        guard command.isIdle else { return .receive }
        // Not before the server has agreed to wait: DONE would be a command of its own.
        guard sent == 1, isWaiting else { return .receive }
        guard idleEnds || mailbox.hasNews else { return .idle }
        activity = .command(command, tag: tag, sentPieces: 2)
        isWaiting = false
        return .send(command.pieces[1])
    }

    /// Explains a connection that the server closed.
    var closed: IMAPProtocolError {
        guard let farewell else {
            return IMAPProtocolError(kind: .unreachable, reason: "the server closed the connection", retryMayHelp: true)
        }
        return IMAPProtocolError(
            kind: .unreachable, reason: "the server ended the connection; \(farewell.quotedText)", retryMayHelp: true)
    }

    private mutating func handle(_ response: IMAPResponse) throws(IMAPProtocolError) -> IMAPCompletion? {
        switch response {
        case .continuation: try sendNextPiece()
        case .completion(let tag, let status): return try complete(tag: tag, status)
        case .status(let status): return try handle(status)
        default:
            if case .capability(let words) = response { capabilities = words }
            mailbox.handle(response)
            keep(response)
        }
        return nil
    }

    private mutating func sendNextPiece() throws(IMAPProtocolError) {
        guard case .command(let command, let tag, let sent) = activity, sent < command.pieces.count, !isWaiting else {
            throw IMAPProtocolError(reason: "the server asks for more of a command that is complete")
        }
        if command.isIdle {
            isWaiting = true
        } else {
            activity = .command(command, tag: tag, sentPieces: sent + 1)
            outgoing.append(command.pieces[sent])
        }
    }

    private mutating func complete(tag: String, _ status: IMAPStatus) throws(IMAPProtocolError) -> IMAPCompletion {
        guard case .command(_, let expected, _) = activity, tag == expected else {
            throw IMAPProtocolError(reason: "the server answers a command that was not given")
        }
        defer {
            activity = .ready
            isWaiting = false
            responses = []
        }
        note(status)
        return IMAPCompletion(status: status, responses: responses)
    }

    /// An untagged status: the greeting, a good-bye, or information.
    private mutating func handle(_ status: IMAPStatus) throws(IMAPProtocolError) -> IMAPCompletion? {
        note(status)
        if status.kind == .bye { farewell = status }
        guard case .greeting = activity else {
            try checkNumbering(status)
            keep(.status(status))
            return nil
        }
        if status.kind == .bye { throw closed }
        activity = .ready
        return IMAPCompletion(status: status, responses: [])
    }

    /// While nothing runs or IDLE lasts, only the mailbox's state matters.
    private mutating func keep(_ response: IMAPResponse) {
        if case .command(let command, _, _) = activity, !command.isIdle { responses.append(response) }
    }

    /// A mailbox that is numbered anew while it is open: what we know of its messages is wrong from here on.
    private func checkNumbering(_ status: IMAPStatus) throws(IMAPProtocolError) {
        guard status.code == "UIDVALIDITY", let known = mailbox.uidValidity, UInt32(status.argument) != known else {
            return
        }
        throw IMAPProtocolError(
            kind: .unreachable, reason: "the server numbered the mailbox anew while it was open", retryMayHelp: true)
    }

    private mutating func note(_ status: IMAPStatus) {
        if status.code == "CAPABILITY" { capabilities = IMAPResponse.words(status.argument) }
    }
}
