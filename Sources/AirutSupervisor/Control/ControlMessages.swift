public import AirutStore
import FoundationEssentials

/// What is asked through the control socket: one JSON line.
public enum ControlRequest: Codable, Sendable, Hashable {
    case status
    /// Ends a run's container and keeps its work. The id is a task's or a conversation's.
    case stop(id: String)
    /// Has mails sent again, to those who have not got them; `nil`: all that are undeliverable.
    case retryMail([OutgoingRecord.ID]?)
    /// Has the configuration read again. `now`: workers that must be restarted do not wait for their tasks.
    case reload(now: Bool)
}

/// The answer: one JSON line.
public enum ControlAnswer: Codable, Sendable, Hashable {
    case status(ServerStatus)
    /// What was done, each a sentence.
    case done([String])
    /// The configuration cannot be used, and the one before stays in force: the problems.
    case broken([String])
    /// Why not, a sentence.
    case refused(String)
}

/// How both are written: one line, times in UTC (ISO 8601).
enum ControlLine {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try Array(encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from line: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(line))
    }
}
