import AirutModel
import CLinux

/// Text records of the domain name system.
actor TextRecords {
    private let executor = BlockingExecutor(label: "airut.resolver")
    /// Of a name server on this machine, instead of the system's.
    private let port: UInt16

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(port: UInt16 = 0) { self.port = port }

    /// Empty when there are none or the name does not exist.
    ///
    /// - Throws: ``WorkerError`` when no name server answered.
    func lookUp(_ name: String) throws -> [String] {
        var text = [CChar](repeating: 0, count: 16 << 10)
        let size = Int32(text.count)
        guard unsafe airut_text_records(name, port, &text, size) >= 0 else {
            throw WorkerError(action: "look up the text records of \(name)", reason: "no name server answers")
        }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
