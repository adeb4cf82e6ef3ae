import AirutModel
import AirutPolicy
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

    @Test func `what was blocked is told with the lines that would allow it, of a few hosts at most`() throws {
        #expect(BlockedHosts([]) == nil)
        let few = try #require(BlockedHosts([BlockedRequest(host: "a.example", path: "/x", method: "GET")]))
        let text = Letter.result("Done.", footer: ResultFooter(task: task, blocked: few)).text
        #expect(
            text.contains(
                """
                **Blocked:** the sandbox did not let this run reach `a.example`. If it should, these lines allow it once they are in \
                `.airut/network-allowlist.yaml` on the default branch:

                ```
                url_prefixes:
                  - host: a.example
                    path: /x
                    methods: [GET]
                ```
                """), "\(text)")
        #expect(few.buildMarkdown.contains("build:\n  url_prefixes:\n    - host: a.example\n"))
        let many = try #require(BlockedHosts((10..<50).map { BlockedRequest(host: "h\($0).example", path: "/") }))
        let long = Letter.result("Done.", footer: ResultFooter(task: task, blocked: many)).text
        #expect(long.contains("`h19.example` and 30 more") && !long.contains("h20.example"))
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
            .timedOut(after: .seconds(3600)), .stalled(after: .seconds(900)), .outOfMemory, .diskFull,
            .stopped(by: .administrator), .stopped(by: .participant(EmailAddress("bob_@example.org")!)),
            .withdrawn(by: .administrator), .interrupted,
            .usageLimit(resetsAt: Date(timeIntervalSince1970: 1_795_268_033)), .usageLimit(resetsAt: nil),
            .serviceUnavailable, .unauthenticated, .conversationTooLong, .repositoryUnavailable,
            .repositorySetup("`.airut/container/Dockerfile` is missing."), .agentFailed(words: "x"), .serverFault,
            .noNetwork,
            .networkLost,
        ]
        for failure in failures {
            let text = Letter.failure(failure, footer: ResultFooter(task: task)).text
            #expect(text.contains("Task `0123456789ab`"))
            #expect(text.wholeMatch(of: /(?s)[A-Z].*\. ?.*/) != nil)
        }
        #expect(Letter.failure(failures[0], footer: ResultFooter(task: task)).text.contains("longer than 1 h."))
        #expect(
            Letter.failure(failures[8], footer: ResultFooter(task: task)).text.contains(
                "until Sat, 21 Nov 2026 13:34 UTC")
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
        let interruption = Letter.failure(.interrupted, footer: ResultFooter(task: task))
        #expect(interruption.text.contains("reply to this mail"))
        #expect(Letter.empty().sections.count == 1)
    }

    @Test(arguments: [
        ("", "` `"), ("a", "`a`"), ("`a`", "`` `a` ``"), ("a``b", "```a``b```"), ("a\nb\u{202E}", "`a b`"),
    ])
    func `code spans show any text`(text: String, expected: String) { #expect(MarkdownText.code(text) == expected) }

    @Test func `who is told to wait learns until when, in UTC, and how to call it off`() {
        let moment = Date(timeIntervalSince1970: 1_795_268_033)
        let known = Letter.awaitingAllowance(until: moment, isKnown: true, task: task).text
        #expect(known.contains("at about **Sat, 21 Nov 2026 13:34 UTC**") && known.contains("`stop`"))
        let unknown = Letter.awaitingAllowance(until: moment, isKnown: false, task: task).text
        #expect(unknown.contains("Nobody says when") && unknown.contains("13:34 UTC"))
    }

    @Test func `a wish to stop is answered with what it did`() {
        #expect(Letter.stopped(isEnding: false, isTooLate: false, withdrawn: nil).text.contains("nothing to stop"))
        #expect(Letter.stopped(isEnding: true, isTooLate: false, withdrawn: nil).text.contains("I am stopping the run"))
        #expect(Letter.stopped(isEnding: false, isTooLate: true, withdrawn: nil).text.contains("answer is on its way"))
        let both = Letter.stopped(isEnding: true, isTooLate: false, withdrawn: task).text
        #expect(both.contains("I am stopping") && both.contains("will not be done") && both.contains("0123456789ab"))
        let failure = RunFailure.stopped(by: .participant(EmailAddress("bob@example.org")!))
        #expect(Letter.failure(failure, footer: ResultFooter(task: task)).text.contains("stopped by `bob@example.org`"))
    }

    @Test func `unfinished work is called so`() {
        let footer = ResultFooter(task: task, branch: "airut/x", isUnfinished: true)
        #expect(Letter.failure(.interrupted, footer: footer).text.contains("Branch `airut/x` (unfinished work"))
    }
}
