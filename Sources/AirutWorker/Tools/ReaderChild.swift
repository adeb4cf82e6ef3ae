import AirutPolicy
import AirutSandbox
import FoundationEssentials

/// Has a raw message read by `airut-reader`, in a process that holds no secret and can touch nothing.
struct ReaderChild: Sendable {
    let tools: ToolFolder

    /// Time for one message; the largest ones allowed take a few seconds.
    private static let deadline: Duration = .seconds(60)
    /// Attachments come as Base64 in the document.
    private static let outputLimitBytes = 128 << 20

    /// - Throws: ``ReaderCrash`` when the reader crashed, ran out of time or memory, or could not read the message.
    func read(_ raw: [UInt8], includesContent: Bool = false) async throws -> MessageDocument {
        var input = try [UInt8](JSONEncoder().encode(ReaderRequest(includesContent: includesContent)))
        input.reserveCapacity(input.count + 1 + raw.count)
        input.append(UInt8(ascii: "\n"))
        input += raw
        let result = try await ConfinedTool.reader(in: tools.path)
            .run(input: input, outputLimitBytes: Self.outputLimitBytes, deadline: Self.deadline)
        guard result.ending == .exited(0) else { throw ReaderCrash(reason: result.failure) }
        do {
            return try JSONDecoder().decode(MessageDocument.self, from: Data(result.output))
        } catch {
            throw ReaderCrash(reason: "its answer cannot be understood (\(error))")
        }
    }
}

/// A message that `airut-reader` did not survive, or could make nothing of.
struct ReaderCrash: Error, CustomStringConvertible {
    let reason: String
    var description: String { "cannot read the message: \(reason)" }
}
