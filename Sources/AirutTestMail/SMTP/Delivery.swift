import AirutModel
import FoundationEssentials

/// A submitted mail on its way into mailboxes: adds the fields a receiving server adds.
struct Delivery {
    let data: [UInt8]
    /// Envelope sender; empty for the null path.
    let sender: String
    let clientName: String
    let login: TestMailAccount
    let configuration: TestMailConfiguration
    let id = RandomToken.make(length: 12)

    func message(to recipient: EmailAddress) -> [UInt8] {
        let host = configuration.hostName
        var fields = ["Return-Path: <\(sender)>", "Delivered-To: \(recipient)"]
        if configuration.writesVerdicts { fields.append("Authentication-Results: \(verdict)") }
        fields += [
            "Received: from \(clientName) by \(host)", "\twith ESMTPA id \(id)", "\tfor <\(recipient)>; \(Self.date())",
        ]
        return Array(fields.map { $0 + "\r\n" }.joined().utf8) + data
    }

    /// A verdict like that of a server which checks DMARC; here the login stands for the domain's proof.
    private var verdict: String {
        let author = HeaderReader.soleAddress(in: data, field: "from")
        let result = author == login.address ? "pass" : "fail"
        let domain = author.map { " header.from=\($0.domain)" } ?? ""
        return "\(configuration.hostName);\r\n\tdmarc=\(result) (p=reject)\(domain)"
    }

    private static func date() -> String {
        UTCTime(secondsSince1970: Int(Date().timeIntervalSince1970)).mailDate
    }
}
