import AirutMail

/// What a run left in `/outbox` to be sent with its reply.
struct OutboxFiles: Sendable {
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    var files: [File] = []
    /// What is not sent and why, each a sentence for the reply.
    var notes: [String] = []

    /// All of them together; most mail servers take no more than this, encoded.
    static let maximumTotalBytes = 18 << 20
    static let maximumCount = 50
    /// As many names are looked at.
    private static let maximumNames = 1000
    private static let namedInNotes = 10

    /// Regular files with one link directly in the folder, by name.
    /// - Parameter path: the container's users own it and may have done anything to it.
    init(in path: String) {
        let folder = SharedFolder(path: path)
        var room = Self.maximumTotalBytes
        var unsent = 0
        for name in folder.names(limit: Self.maximumNames) {
            if files.count < Self.maximumCount, let bytes = folder.read(name, maximumBytes: room) {
                room -= bytes.count
                files.append(File(name: name, bytes: bytes))
            } else {
                unsent += 1
                if unsent <= Self.namedInNotes { notes.append(Self.note(on: name)) }
            }
        }
        if unsent > Self.namedInNotes { notes.append("So were \(unsent - Self.namedInNotes) more.") }
    }

    private static func note(on name: String) -> String {
        "\(MarkdownText.code(name)) was left out of this mail: it is not a plain file, or there is too much to send."
    }
}
