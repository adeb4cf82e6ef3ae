import AirutTestSupport
import AirutWorker
import Foundation

@testable import AirutCommands

/// Halts the helper programs that a server starts: each waits before it begins, if that call of it is held.
struct Gates: Sendable {
    /// Stands for the folder of Airut's own programs.
    let tools: ToolFolder
    /// Stands for Podman.
    let podman: String
    private let folder: String

    init(_ world: World) throws {
        folder = world.folder.path + "/gates"
        tools = ToolFolder(path: world.folder.path + "/tools")
        podman = world.folder.path + "/gated-podman"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: tools.path, withIntermediateDirectories: true)
        for name in ["airut-reader", "airut-git", "airut-init", "airut-netns", "airut-proxy"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(tools.path)/\(name)", withDestinationPath: "\(BuiltProgram.folder)/\(name)")
        }
        try world.folder.write(
            script(#"*/airut-reader*) gate=reader;; */airut-git*) gate=git"#, "\(BuiltProgram.folder)/airut-confine"),
            to: tools.program("airut-confine"), permissions: 0o755)
        try world.folder.write(
            script(#"*" image inspect "*) gate=image"#, world.podman), to: podman, permissions: 0o755)
    }

    /// The built program among these helpers, for ``ServerProgram``.
    func program() throws -> String {
        let path = tools.program("airut")
        if !FileManager.default.fileExists(atPath: path) {
            // The kernel tells a program that was started through a symbolic link where it really is.
            try FileManager.default.copyItem(atPath: BuiltProgram.path("airut"), toPath: path)
        }
        return path
    }

    /// From now on calls are counted from 1, and that one waits.
    func hold(_ gate: String, call: Int) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        try Data().write(to: URL(filePath: "\(folder)/hold-\(gate)-\(call)"))
    }

    /// Waits until that call waits.
    func reached(_ gate: String, call: Int) async throws {
        let at = "\(folder)/at-\(gate)-\(call)"
        guard try await eventually({ FileManager.default.fileExists(atPath: at) }) else {
            throw DemoError(action: "hold \(gate)", reason: "its call \(call) never came")
        }
    }

    func open(_ gate: String, call: Int) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/hold-\(gate)-\(call)")
    }

    /// From now on whoever calls that program is killed when the text stands in what it is to read.
    func killCaller(of program: String, givenInput text: String) throws {
        let script = """
            #!/bin/sh
            case " $* " in *"/\(program) "*)
                cat > "$0.$$"
                if grep -q "\(text)" "$0.$$"; then kill -9 $PPID; exit; fi
                exec "\(BuiltProgram.folder)/airut-confine" "$@" < "$0.$$"
            esac
            exec "\(BuiltProgram.folder)/airut-confine" "$@"

            """
        let path = tools.program("airut-confine")
        try FileManager.default.removeItem(atPath: path)
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
    }

    private func script(_ cases: String, _ program: String) -> String {
        """
        #!/bin/sh
        gate=
        case " $* " in \(cases);; esac
        if [ "$gate" ]; then
            echo >> "\(folder)/count-$gate"
            call=$gate-$(wc -l < "\(folder)/count-$gate")
            : > "\(folder)/at-$call"
            while [ -e "\(folder)/hold-$call" ]; do sleep 0.05; done
        fi
        exec "\(program)" "$@"

        """
    }
}
