/// The part of the reference about settings that are read, or refused, but not to be written.
enum OtherSettings {
    static var text: String {
        let settings = [ServerConfiguration.shape, RepositoryConfiguration.shape, AllowlistFile.shape]
            .flatMap { rows($0, path: "") }
        let moves = (SettingMove.ofServer + SettingMove.ofRepository.map { $0.below("repos.<id>") })
            .map { "| `\($0.from)` | is now written `\($0.to)` |" }
        return "| Setting | What becomes of it |\n|---|---|\n" + (settings + moves).joined(separator: "\n")
    }

    private static func rows(_ shape: SectionShape, path: String) -> [String] {
        shape.fields().flatMap { field -> [String] in
            let place = path + field.key
            switch field.presence {
            case .ignored(let reason): return ["| `\(place)` | no effect: \(MarkdownReference.escaped(reason)) |"]
            case .unsupported(let sentence): return ["| `\(place)` | refused: \(MarkdownReference.escaped(sentence)) |"]
            case .legacy: return ["| `\(place)` | another spelling, still read |"]
            case .required, .optional:
                guard let (inner, suffix) = MarkdownReference.section(in: field) else { return [] }
                return rows(inner, path: "\(place)\(suffix).")
            }
        }
    }
}
