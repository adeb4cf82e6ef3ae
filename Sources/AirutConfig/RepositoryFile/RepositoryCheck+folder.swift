import AirutYAML

extension RepositoryCheck {
    /// Looks at a working copy.
    ///
    /// - Parameter place: the folder with a slash at its end, or nothing for the present one.
    public init(folder place: String, settings: RepositorySettings? = nil) {
        self.init(settings: settings, place: place) { path in
            // What cannot be read is not there for a task either; an oversized file is found too large by its reader.
            try? TextFile.read(place + path, maximumBytes: 8 * YAMLLimits().bytes)
        }
    }
}
