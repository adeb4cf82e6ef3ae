import AirutModel
import FoundationEssentials
import GRDB

// How values stand in columns: identifiers and states as their text, times as seconds since 1970, lists as JSON.

extension TextIdentifier {
    var column: String { description }

    static func fetchAll(_ database: Database, sql: String, arguments: StatementArguments) throws -> [Self] {
        try String.fetchAll(database, sql: sql, arguments: arguments).compactMap(Self.init)
    }

    static func fetchOne(_ database: Database, sql: String, arguments: StatementArguments) throws -> Self? {
        try String.fetchOne(database, sql: sql, arguments: arguments).flatMap(Self.init)
    }
}

extension RawRepresentable<String> {
    var column: String { rawValue }
}

extension Date {
    var column: Double { timeIntervalSince1970 }
}

extension Array where Element: Encodable {
    func column() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
