import AirutModel
import Foundation
import Testing

@testable import AirutMail

@Suite struct LetterTests {
    private let task = TaskID("0123456789ab")!

    @Test func `a result ends with where the work is and what it took`() {
        let footer = ResultFooter(
            task: task, pullRequest: .init(number: 7, url: "https://forge.example/o/r/pull/7", isNew: true),
            branch: "airut/0123456789abcdef", model: "opus", costUSD: 0.04213, duration: .seconds(200),
            notes: ["Two files were left out."])
        let letter = Letter.result("Done.", footer: footer)
        #expect(
            letter.text == """
                Done.

                ---

                **Note:** Two files were left out.

                Opened pull request #7: <https://forge.example/o/r/pull/7>

                Branch `airut/0123456789abcdef`

                Task `0123456789ab` · model `opus` · 3 min 20 s · $0.0421

                """)
        #expect(letter.html.contains("<a href=\"https://forge.example/o/r/pull/7\""))
    }

    @Test func `a run without a text says so`() {
        #expect(Letter.result(" \n", footer: ResultFooter(task: task)).text.hasPrefix("The agent finished without"))
    }

    @Test func `an unknown model is answered with the addresses of the known ones`() {
        let letter = Letter.unknownModel(
            "op`us", allowed: ["opus", "haiku"], address: EmailAddress("airut@example.org")!)
        #expect(letter.text.contains("no model ``op`us``"))
        #expect(letter.text.contains("`airut+opus@example.org`"))
        #expect(letter.text.contains("`airut+haiku@example.org`"))
        #expect(letter.text.contains("`airut@example.org` (the usual model)"))
    }

    @Test func `a mail that is too large is told both sizes`() {
        let text = Letter.tooLarge(bytes: 31_460_000, limitBytes: 25_000_000).text
        #expect(text.contains("31.4 MB"))
        #expect(text.contains("at most 25 MB"))
    }

    @Test func `every failure says what happened and what to do`() {
        let failures: [RunFailure] = [
            .timedOut(after: .seconds(3600)), .stalled(after: .seconds(900)), .outOfMemory, .diskFull, .stopped,
            .usageLimit(resetsAt: Date(timeIntervalSince1970: 1_795_268_033)), .usageLimit(resetsAt: nil),
            .serviceUnavailable, .unauthenticated, .conversationTooLong, .repositoryUnavailable,
            .repositorySetup("`.airut/container/Dockerfile` is missing."), .agentFailed(words: "x"), .serverFault,
        ]
        for failure in failures {
            let text = Letter.failure(failure, footer: ResultFooter(task: task)).text
            #expect(text.contains("Task `0123456789ab`"))
            #expect(text.wholeMatch(of: /(?s)[A-Z].*\. ?.*/) != nil)
        }
        #expect(Letter.failure(failures[0], footer: ResultFooter(task: task)).text.contains("longer than 1 h."))
        #expect(
            Letter.failure(failures[5], footer: ResultFooter(task: task)).text.contains("Sat, 21 Nov 2026 13:33:53 UTC")
        )
    }

    @Test func `an agent's last words are shown literally`() {
        let words = (0..<50).map { "line \($0)" }.joined(separator: "\n") + "\n```\n# no heading\n"
        let letter = Letter.failure(.agentFailed(words: words), text: "half", footer: ResultFooter(task: task))
        #expect(letter.text.contains("````\n"))
        #expect(!letter.text.contains("line 5\n"))
        #expect(!letter.html.contains("<h1>"))
        #expect(letter.sections.contains("half"))
    }

    @Test func `acknowledgement and interruption say what comes next`() {
        let started = Letter.acknowledgement(repository: RepositoryID("web")!, model: "opus")
        #expect(started.text.contains("for `web`, will work on it, with the model `opus`, and answer"))
        let undecided = Letter.acknowledgement(repository: RepositoryID("web")!, model: nil)
        #expect(undecided.text.contains("will work on it and answer"))
        #expect(Letter.interrupted(task: task).text.contains("reply to this mail"))
        #expect(Letter.empty().sections.count == 1)
    }

    @Test(arguments: [
        ("", "` `"), ("a", "`a`"), ("`a`", "`` `a` ``"), ("a``b", "```a``b```"), ("a\nb\u{202E}", "`a b`"),
    ])
    func `code spans show any text`(text: String, expected: String) { #expect(MarkdownText.code(text) == expected) }
}
