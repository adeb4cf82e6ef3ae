import AirutTestSupport
import Foundation

extension Workshop {
    /// Packs of objects that no reference leads to, as rewritten branches leave them.
    func addPacks(_ count: Int, bytes: Int) async throws {
        let script = """
            for i in $(seq \(count)); do
                head -c \(bytes) /dev/urandom | git hash-object -w --stdin \\
                    | git pack-objects -q --window=0 objects/pack/pack; rm -rf objects/??
            done
            """
        try await run(["/bin/sh", "-c", script], in: mirror)
    }

    /// Empties one object of the mirror.
    func damage(_ object: String) async throws {
        let script = """
            mv objects/pack packs; mkdir objects/pack
            for p in packs/*.pack; do git unpack-objects -q < $p; done; rm -rf packs
            o=$(git rev-parse \(object)); f=objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)
            test -s $f; chmod u+w $f; : > $f
            """
        try await run(["/bin/sh", "-ec", script], in: mirror)
    }

    /// Names of the mirror's packs and indexes.
    func packFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: mirror + "/objects/pack").sorted()
    }

    func packCount() throws -> Int { try packFiles().count { $0.hasSuffix(".pack") } }

    /// Whether the mirror has the upstream's references, no more and no less.
    func isFaithful() async throws -> Bool {
        let mirrored = try await git("for-each-ref", in: mirror)
        let original = try await git("for-each-ref", in: upstream)
        return mirrored == original
    }
}
