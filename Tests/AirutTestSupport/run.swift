import FoundationEssentials

/// Runs a command to its end, in an environment that is the same on every machine.
///
/// The waiting takes no thread from the tests that run beside it, and nothing the command writes can block it.
///
/// - Parameters:
///   - command: program and arguments; a program without a slash is looked for in the system's folders.
///   - folder: where it runs; `nil`: where the tests do.
///   - environment: added to a clean default, or instead of it.
/// - Throws: ``TestFailure`` when it cannot be started, or ends with another status than 0 and `mayFail` is not set.
@discardableResult
public func run(
    _ command: [String], input: some Sequence<UInt8> = [], in folder: String? = nil,
    environment: [String: String] = [:], mayFail: Bool = false
) async throws -> CommandResult {
    let input = try ScratchFile(Array(input))
    let output = try ScratchFile()
    let errorOutput = try ScratchFile()
    let program = try RunningProgram(
        command, in: folder, environment: environment,
        streams: [input.descriptor, output.descriptor, errorOutput.descriptor])
    let result = CommandResult(
        status: await program.wait(), output: Data(output.bytes),
        errorOutput: String(decoding: errorOutput.bytes, as: UTF8.self))
    guard mayFail || result.status == 0 else {
        throw TestFailure(
            "\(command.joined(separator: " ")) ended with \(result.status): \(result.errorOutput)\(result.text)")
    }
    return result
}
