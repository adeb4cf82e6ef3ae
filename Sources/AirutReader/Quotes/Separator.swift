/// Lines that mail programs put between a message and the one it answers or passes on.
enum Separator {
    private static let reply: Set<String> = [
        "original message", "original appointment", "reply message", "ursprüngliche nachricht", "originalnachricht",
        "original-nachricht", "message d'origine", "message d’origine", "message original", "mensaje original",
        "messaggio originale", "oorspronkelijk bericht", "mensagem original", "ursprungligt meddelande",
        "originalmeddelande", "oprindelig meddelelse", "opprinnelig melding", "alkuperäinen viesti",
        "wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva", "eredeti üzenet", "исходное сообщение",
        "orijinal mesaj", "原始邮件", "原邮件", "元のメッセージ", "원본 메시지",
    ]
    private static let forward: Set<String> = [
        "forwarded message", "weitergeleitete nachricht", "message transféré", "mensaje reenviado",
        "mensagem encaminhada",
        "messaggio inoltrato", "doorgestuurd bericht", "vidarebefordrat meddelande", "videresendt meddelelse",
        "przekazana wiadomość", "wiadomość przekazana", "пересылаемое сообщение", "转发的邮件", "転送メッセージ",
    ]
    private static let appleForward: Set<String> = [
        "begin forwarded message:", "anfang der weitergeleiteten nachricht:", "début du message transféré :",
        "début du message réexpédié :", "inicio del mensaje reenviado:", "inizio messaggio inoltrato:",
        "begin doorgestuurd bericht:",
    ]

    /// `-----Original Message-----` and the like.
    static func isReply(_ line: String) -> Bool { betweenDashes(line).map(reply.contains) ?? false }

    /// `---------- Forwarded message ---------` and the like.
    static func isForward(_ line: String) -> Bool {
        if let words = betweenDashes(line), forward.contains(words) { return true }
        return line.utf8.count < 60 && appleForward.contains(line.lowercased())
    }

    private static func betweenDashes(_ line: String) -> String? {
        guard line.utf8.count <= 150 else { return nil }
        let plain = line.filter { $0 != "*" && $0 != "_" }.trimmed()
        guard plain.hasPrefix("--"), plain.hasSuffix("--") else { return nil }
        return plain.drop { $0 == "-" || $0 == " " }.reversed().drop { $0 == "-" || $0 == " " }.reversed()
            .reduce(into: "") { $0.append($1) }.lowercased()
    }
}
