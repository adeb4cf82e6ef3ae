import Glibc

extension Decoding {
    /// Warns about files that settings name and that are not there, and about secrets that others can read.
    mutating func checkNamedFiles() {
        for named in namedFiles where unsafe access(named.filePath, R_OK) != 0 {
            let reason = unsafe String(cString: strerror(errno))
            within(named.path) { $0.report(named.node, "cannot read \(named.filePath): \(reason)", .warning) }
        }
        if !literalSecrets.isEmpty, TextFile.isOpenToOthers(file) {
            report(
                line: 0, column: 0, "holds secrets and can be read by other users: chmod 600, or write !env NAME",
                .warning)
        }
    }
}
