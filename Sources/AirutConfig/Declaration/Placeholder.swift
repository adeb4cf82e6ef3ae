import AirutModel

/// Stand-ins for required settings while a section is being read; nobody sees them afterwards.
enum Placeholder {
    // Both are literals of the form that is asked for.
    static let address = EmailAddress("nobody@invalid")!
    static let repository = RepositoryID("none")!
}
