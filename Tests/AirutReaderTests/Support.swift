import AirutPolicy
import AirutReader
import Foundation

/// A message with CRLF line ends from lines as a person writes them.
func mail(_ text: String) -> [UInt8] {
    Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)
}

func read(_ text: String, _ request: ReaderRequest = ReaderRequest()) -> MessageDocument {
    MessageReader(request: request).read(mail(text))
}

/// The text of a message that has only this HTML.
func text(ofHTML html: String, subject: String = "x") -> String {
    read("Subject: \(subject)\nContent-Type: text/html; charset=utf-8\n\n\(html)").text
}

/// The text of a message that has only this plain text.
func text(ofPlain plain: String, subject: String = "x") -> String {
    read("Subject: \(subject)\nContent-Type: text/plain; charset=utf-8\n\n\(plain)").text
}
