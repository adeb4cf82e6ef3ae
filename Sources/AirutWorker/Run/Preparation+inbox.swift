import AirutAgent
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

extension Preparation {
    /// Writes the messages' attachments to `/inbox`.
    ///
    /// Repeating it changes nothing: a file that is already there with the same content is the one meant. Another file of
    /// that name keeps it; the new one becomes `name-2.ext`.
    ///
    /// - Returns: the files of each message, for the prompt.
    func unpackAttachments(
        of messages: [MessageRecord], into inbox: String
    ) async throws -> [MessageRecord.ID: [AgentPrompt.Attachment]] {
        SharedFolder(path: inbox).removeDrafts()
        var files: [MessageRecord.ID: [AgentPrompt.Attachment]] = [:]
        for message in messages where try message.read().attachments.isEmpty == false {
            guard let raw = try await store.rawMessage(message.id) else { continue }
            for attachment in try await reader.read(raw, includesContent: true).attachments {
                guard let content = attachment.content.flatMap({ Data(base64Encoded: $0) }) else { continue }
                files[message.id, default: []].append(
                    AgentPrompt.Attachment(
                        fileName: try Self.write(content, named: attachment.fileName, into: inbox),
                        mediaType: attachment.mediaType, byteCount: content.count))
            }
        }
        return files
    }

    private static func write(_ content: Data, named name: String, into folder: String) throws -> String {
        let (stem, suffix) = split(name)
        for number in 1...1000 {
            let candidate = number == 1 ? name : "\(stem)-\(number)\(suffix)"
            if try SharedFolder(path: folder).place([UInt8](content), as: candidate) { return candidate }
        }
        throw WorkerError(action: "write the attachment \(name)", reason: "too many files have that name")
    }

    private static func split(_ name: String) -> (stem: String, suffix: String) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }
}

extension MessageRecord {
    /// What the reader found, as intake recorded it.
    func read() throws -> MessageDocument {
        guard let document else { throw WorkerError(action: "use message \(id)", reason: "it was never read") }
        return try JSONDecoder().decode(MessageDocument.self, from: document)
    }
}
