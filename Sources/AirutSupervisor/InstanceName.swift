import AirutModel
import CLinux
import FoundationEssentials
import Glibc

/// The name by which a server tells its containers, images and processes from those of others on the same machine: made
/// once for each state directory, and kept in it.
///
/// A copy of the directory must not take the original's name along, since whoever has a name ends at its start what runs
/// under it. So the name is only good in its place. A directory that comes from a backup gets a new one, too.
struct InstanceName {
    let text: String
    /// What stands in the directory, but is another's.
    let former: String?

    /// - Throws: ``SupervisorError`` when the directory's file cannot be written.
    init(in directory: String) throws(SupervisorError) {
        let file = directory + "/instance"
        let lines =
            (try? String(contentsOfFile: file, encoding: .utf8))?
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
        let known = lines.first.flatMap { $0.isEmpty ? nil : $0 }
        let place = Self.place(of: directory)
        if let known, lines.dropFirst().first == place {
            (text, former) = (known, nil)
            return
        }
        (text, former) = (RandomToken.make(length: 12), known)
        do {
            try WholeFile.write(Data("\(text)\n\(place)\n".utf8), to: file)
        } catch {
            throw SupervisorError(action: "write \(file)", reason: "\(error)")
        }
    }

    /// The machine, and the directory's number and birth on its disk. The device's number says nothing: it may be another
    /// after each start of the machine.
    private static func place(of directory: String) -> String {
        let machine = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8))?.filter { !$0.isWhitespace }
        var status = stat()
        _ = unsafe stat(directory, &status)
        return unsafe "\(machine ?? "-") \(status.st_ino) \(airut_birth_time(directory))"
    }
}
