/// The keys that lead to a setting.
struct SettingPath: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    let keys: [String]

    init(_ keys: [String]) { self.keys = keys }
    init(stringLiteral value: String) { keys = value.split(separator: ".").map(String.init) }

    static func + (left: SettingPath, right: SettingPath) -> SettingPath { SettingPath(left.keys + right.keys) }

    var description: String { keys.joined(separator: ".") }
}
