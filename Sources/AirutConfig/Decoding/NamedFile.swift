import AirutYAML

/// A file that a setting names.
struct NamedFile {
    let filePath: String
    /// The setting's path.
    let path: String
    let node: YAMLNode
}
