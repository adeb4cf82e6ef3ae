/// Runs a server on free loopback ports while `body` runs.
///
/// It is killed afterwards, and its children are waited for until they left the ports.
///
/// - Parameters:
///   - ports: how many it needs.
///   - folder: where it runs.
///   - environment: added to a clean default, or instead of it.
///   - command: gives program and arguments for the ports; asked again when somebody else took one of them meanwhile.
/// - Throws: what `body` and `command` throw; ``TestFailure`` with what the server wrote when it does not listen.
public func withServerProgram<Result>(
    ports count: Int, in folder: String, environment: [String: String] = [:], command: ([Int]) throws -> [String],
    _ body: (_ ports: [Int]) async throws -> Result
) async throws -> Result {
    let (ports, program) = try await start(count, in: folder, environment, command)
    do {
        let result = try await body(ports)
        await program.kill(freeing: ports)
        return result
    } catch {
        await program.kill(freeing: ports)
        throw error
    }
}

private func start(
    _ count: Int, in folder: String, _ environment: [String: String], _ command: ([Int]) throws -> [String]
) async throws -> (ports: [Int], program: RunningProgram) {
    var talk: [String] = []
    for _ in 0..<3 {
        let ports = try freePorts(count)
        let input = try ScratchFile()
        let output = try ScratchFile()
        let program = try RunningProgram(
            command(ports), in: folder, environment: environment,
            streams: [input.descriptor, output.descriptor, output.descriptor])
        do {
            _ = try await eventually { await !program.isRunning || ports.allSatisfy(isListening) }
            // Another server may be the one that listens.
            if ports.allSatisfy(isListening), await program.isRunning { return (ports, program) }
        } catch {
            await program.kill()
            throw error
        }
        await program.kill()
        talk.append(String(decoding: output.bytes, as: UTF8.self))
    }
    throw TestFailure("the server does not listen: \(talk.joined(separator: "\n"))")
}
