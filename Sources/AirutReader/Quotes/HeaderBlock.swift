/// The few header lines that Outlook and others put above a quoted message instead of marking its lines.
enum HeaderBlock {
    private static let from: Set<String> = [
        "from", "von", "de", "da", "van", "från", "fra", "od", "nadawca", "от", "от кого", "feladó", "lähettäjä",
        "kimden", "gönderen", "发件人", "寄件者", "差出人", "보낸 사람",
    ]
    private static let others: Set<String> = [
        "sent", "date", "to", "subject", "cc", "gesendet", "gesendet am", "datum", "an", "betreff", "envoyé",
        "envoyé le", "à", "objet", "enviado", "enviado el", "enviada em", "enviado em", "fecha", "para", "asunto",
        "assunto", "inviato", "data", "a", "oggetto", "verzonden", "aan", "onderwerp", "skickat", "till", "ämne",
        "sendt",
        "dato", "til", "emne", "wysłano", "do", "temat", "odesláno", "komu", "předmět", "отправлено", "дата", "кому",
        "тема", "elküldve", "címzett", "tárgy", "lähetetty", "vastaanottaja", "aihe", "tarih", "kime", "konu", "发送时间",
        "收件人", "主题", "抄送", "送信日時", "宛先", "件名", "보낸 날짜", "받는 사람", "제목",
    ]

    /// Whether a sender's line stands here, with at least two further header lines right after it.
    static func begins(at index: Int, of lines: [Line]) -> Bool {
        guard let first = key(of: lines[index].text), from.contains(first) else { return false }
        var found: Set<String> = []
        let following = lines[(index + 1)..<min(lines.count, index + 14)].filter { !$0.isBlank }
        for line in following.prefix(7) {
            guard line.kind == .own, let key = key(of: line.text) else { continue }
            if others.contains(key) { found.insert(key) }
        }
        return found.count >= 2
    }

    /// The word before the colon, in lower case; it is followed by something.
    private static func key(of line: String) -> String? {
        let start = line.unicodeScalars.prefix(40)
        guard let colon = start.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        return String(start[..<colon]).filter { $0 != "*" && $0 != "_" && $0 != "\u{A0}" }.trimmed().lowercased()
    }
}
