public import AirutModel

extension Letter {
    /// The answer to a mail that asks to stop.
    ///
    /// - Parameters:
    ///   - isEnding: something ran and is being ended, or had begun and waited; its report is still to come.
    ///   - isTooLate: what ran had come to its end by itself when the mail arrived.
    ///   - withdrawn: what was waiting and will not be run.
    public static func stopped(isEnding: Bool, isTooLate: Bool, withdrawn: TaskID?) -> Letter {
        var sections: [String] = []
        if isEnding {
            sections.append(
                "I am stopping the run. What was done so far is kept, and the next mail in this thread says where it is."
            )
        }
        if isTooLate {
            sections.append("The run had just come to its end when your mail arrived: its answer is on its way.")
        }
        if let withdrawn {
            sections.append(
                "What was waiting to be done is taken out of the queue and will not be done. Reply if it is to be done "
                    + "after all.")
            sections.append(taskLine(withdrawn))
        }
        if sections.isEmpty {
            sections.append("Nothing is running or waiting in this conversation, so there is nothing to stop.")
        }
        return Letter(sections)
    }

    /// Somebody stopped a task before it had begun.
    public static func withdrawn(_ task: TaskID, by stopper: Stopper) -> Letter {
        .failure(.withdrawn(by: stopper), footer: ResultFooter(task: task))
    }
}

extension Stopper {
    var markdown: String {
        switch self {
        case .participant(let address): MarkdownText.code(address.description)
        case .administrator: description
        }
    }
}
