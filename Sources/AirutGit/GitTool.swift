import AirutPolicy
import FoundationEssentials
import Glibc

/// The executable `airut-git`: one request as JSON on standard input, one response as JSON on standard output.
public enum GitTool {
    /// - Returns: the exit status: 0 with a response, 1 with a sentence on standard error.
    public static func run() -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        // Beyond the limit on a file's size libgit2 shall get an error, and remove what it began.
        signal(SIGXFSZ, SIG_IGN)
        guard let input = ByteFile.read(STDIN_FILENO, limitBytes: 16 << 20) else {
            return fail("cannot read the request: standard input ends with an error or is too long")
        }
        do {
            let request = try JSONDecoder().decode(GitRequest.self, from: Data(input))
            let response = try JSONEncoder().encode(GitOperations.perform(request))
            guard ByteFile.write(Array(response), to: STDOUT_FILENO) else { return fail("cannot write the response") }
            return 0
        } catch is DecodingError {
            return fail("cannot understand the request: it is not JSON of the agreed form")
        } catch {
            return fail("cannot answer: \(error)")
        }
    }

    private static func fail(_ sentence: String) -> Int32 {
        _ = ByteFile.write(Array("airut-git: \(sentence)\n".utf8), to: STDERR_FILENO)
        return 1
    }
}
