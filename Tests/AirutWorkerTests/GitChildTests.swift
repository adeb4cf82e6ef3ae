import AirutConfig
import AirutPolicy
import AirutTestSupport
import Testing

@testable import AirutWorker

@Suite(.timeLimit(.minutes(5))) struct GitChildTests {
    @Test func `whoever can do without what is new does not wait as long as others`() async throws {
        let silent = try LoopbackListener()
        let git = GitChild(
            tools: ToolFolder(path: BuiltProgram.folder), url: "https://127.0.0.1:\(silent.port)/web.git",
            settings: GitSettings())
        try await withTemporaryDirectory { folder in
            // By the settings it would be five minutes, which this suite does not have.
            let failure = await #expect(throws: GitFailure.self) {
                try await git.refresh(mirror: folder + "/mirror", within: .milliseconds(500))
            }
            #expect(failure?.kind == .timedOut)
        }
    }

    @Test func `an outage is waited for, damage and killed processes are tried again, what stays as it is is told`() {
        let kinds: [(GitFailure.Kind, fetching: StageFailure.Remedy, reading: StageFailure.Remedy)] = [
            (.unreachable, .tryAgainLater, .tryAgain), (.timedOut, .tryAgainLater, .tryAgain),
            (.damagedMirror, .answer, .tryAgain), (.other, .answer, .tryAgain), (.unusable, .answer, .answer),
        ]
        for (kind, fetching, reading) in kinds {
            let failure = GitFailure(kind: kind, action: "read", reason: "odd")
            #expect(failure.remedyBeforeTheRun == fetching && failure.remedyWithMirror == reading)
        }
    }
}
