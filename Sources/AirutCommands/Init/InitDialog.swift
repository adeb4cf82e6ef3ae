import AirutConfig

/// Finds answers to every question, by asking or from options.
struct InitDialog {
    /// By option, as given.
    let given: [String: String]
    /// Asks and gives the answer, empty for the usual one; `nil` when nobody answers. Without it, nothing is asked.
    let ask: ((_ prompt: String) -> String?)?
    let tell: (String) -> Void

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    func answers() throws(Failure) -> InitAnswers {
        var answers = InitAnswers()
        var faults: [String] = []
        for question in InitQuestion.all where question.isAsked(answers) {
            if let text = given[question.option] ?? (ask == nil ? question.usual(answers) : nil) {
                question.take(&answers, text)
                faults += Self.problems(question, answers).map { "--\(question.option): \($0)" }
            } else if let ask {
                answers = try answer(question, answers, ask)
            } else {
                faults.append("--\(question.option) is missing: \(question.text)")
            }
        }
        if faults.isEmpty { faults = Self.errors(in: answers).map { "\($0.path): \($0.sentence)" } }
        guard faults.isEmpty else { throw Failure(description: faults.joined(separator: "\n")) }
        return answers
    }

    /// Asks until the answer is one that can be used.
    private func answer(
        _ question: InitQuestion, _ before: InitAnswers, _ ask: (String) -> String?
    ) throws(Failure) -> InitAnswers {
        let usual = question.usual(before)
        while let text = ask(question.text + (usual.map { " [\($0)]" } ?? "") + ": ") {
            var answers = before
            guard let value = text.isEmpty ? usual : text else { continue }
            question.take(&answers, value)
            let problems = Self.problems(question, answers)
            if problems.isEmpty { return answers }
            for problem in problems { tell("  \(problem)") }
        }
        throw Failure(description: "the answers ended before the questions; nothing was written")
    }

    /// What the decoder of server files says about that answer.
    private static func problems(_ question: InitQuestion, _ answers: InitAnswers) -> [String] {
        var answers = answers
        // Below a name that is none, nothing is looked at.
        if question.settings != [""] { answers.id = InitAnswers().id }
        let repository = "repos.\(answers.id)"
        return errors(in: answers).map { ($0.path, $0.sentence) }.filter { path, _ in
            question.settings.contains { setting in
                guard !setting.isEmpty else { return path == "repos" || path == repository }
                let own = "\(repository).\(setting)"
                return path == own || path.hasPrefix(own + ".") || path.hasPrefix(own + "[")
            }
        }.map(\.1)
    }

    static func errors(in answers: InitAnswers) -> [Problem] {
        let text = ServerFileText(answers: answers)
        let environment = Dictionary(text.variables.map { ($0.name, "replace-me") }) { first, _ in first }
        return ServerConfiguration.parse(text: text.configuration, file: "airut.yaml", environment: environment).errors
    }
}
