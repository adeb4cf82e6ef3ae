public import AirutModel

extension Letter {
    /// A new conversation has begun.
    ///
    /// - Parameter model: `nil` when the repository's own files will say which.
    public static func acknowledgement(repository: RepositoryID, model: String?) -> Letter {
        let choice = model.map { ", with the model \(MarkdownText.code($0))," } ?? ""
        return Letter([
            """
            I have your message for \(MarkdownText.code(repository.description)), will work on it\(choice) and answer in \
            this thread.

            If you think of something else meanwhile, reply to this mail: it is taken up next.
            """
        ])
    }

    static func taskLine(_ task: TaskID) -> String { "Task \(MarkdownText.code(task.description))" }
}
