import AirutModel
import FoundationEssentials
import GRDB

/// A value made from one row; keeps GRDB's own protocols out of the public records.
protocol Stored {
    init(row: Row) throws
}

extension Stored {
    static func fetchAll(_ database: Database, sql: String, arguments: StatementArguments) throws -> [Self] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map(Self.init(row:))
    }

    static func fetchOne(_ database: Database, sql: String, arguments: StatementArguments) throws -> Self? {
        try Row.fetchOne(database, sql: sql, arguments: arguments).map(Self.init(row:))
    }
}

extension Row {
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        try decode(Value.self, forColumn: column)
    }

    func value<Value: TextIdentifier>(_ column: String) throws -> Value {
        let value: Value? = try value(column)
        guard let value else { throw Refusal(kind: .other, reason: "column \(column) is damaged") }
        return value
    }

    func value<Value: TextIdentifier>(_ column: String) throws -> Value? {
        let text: String? = try value(column)
        return text.flatMap { Value($0) }
    }

    func state<State: RawRepresentable<String>>(_ column: String) throws -> State {
        guard let state = State(rawValue: try value(column)) else {
            throw Refusal(kind: .other, reason: "column \(column) is damaged")
        }
        return state
    }

    func time(_ column: String) throws -> Date { Date(timeIntervalSince1970: try value(column)) }

    func optionalTime(_ column: String) throws -> Date? {
        let seconds: Double? = try value(column)
        return seconds.map(Date.init(timeIntervalSince1970:))
    }

    func bytes(_ column: String) throws -> [UInt8] { [UInt8](try decode(Data.self, forColumn: column)) }

    func optionalBytes(_ column: String) throws -> [UInt8]? {
        try decode(Data?.self, forColumn: column).map { [UInt8]($0) }
    }

    /// `nil` also when another version wrote it: then the task is reported as interrupted.
    func conclusion(_ column: String) throws -> Conclusion? {
        let text: String? = try value(column)
        return text.flatMap { try? JSONDecoder().decode(Conclusion.self, from: Data($0.utf8)) }
    }

    func refusals(_ column: String) throws -> [RecipientRefusal] {
        try JSONDecoder().decode([RecipientRefusal].self, from: Data(decode(String.self, forColumn: column).utf8))
    }

    func addresses(_ column: String) throws -> [EmailAddress] {
        try JSONDecoder().decode([EmailAddress].self, from: Data(decode(String.self, forColumn: column).utf8))
    }
}
