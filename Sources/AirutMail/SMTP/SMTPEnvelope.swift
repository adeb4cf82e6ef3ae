import AirutModel

/// What is to be submitted, and as whom.
struct SMTPEnvelope {
    let sender: EmailAddress
    let recipients: [EmailAddress]
    /// With CR LF at every line's end.
    let message: [UInt8]
    let login: SMTPAccount.Login?
    let needsStartTLS: Bool
    /// Ends after the login: nothing is submitted.
    var isOnlyLogin = false

    /// The message as it follows `DATA`: dots at the beginning of lines doubled, the closing dot added.
    ///
    /// - SeeAlso: RFC 5321 §4.5.2.
    var transparentMessage: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(message.count + 64)
        var isLineStart = true
        for byte in message {
            if isLineStart, byte == UInt8(ascii: ".") { result.append(byte) }
            result.append(byte)
            isLineStart = byte == 0x0A
        }
        return result + Array(".\r\n".utf8)
    }
}
