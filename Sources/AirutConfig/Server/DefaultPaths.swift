import Glibc

/// Where things are when nobody says otherwise.
///
/// - SeeAlso: XDG Base Directory Specification.
public enum DefaultPaths {
    /// The server's configuration file.
    public static func configurationFile(_ environment: [String: String]) -> String {
        isRoot ? "/etc/airut/airut.yaml" : base("XDG_CONFIG_HOME", ".config", environment) + "/airut/airut.yaml"
    }

    static func stateDirectory(_ environment: [String: String]) -> String {
        isRoot ? "/var/lib/airut" : base("XDG_STATE_HOME", ".local/state", environment) + "/airut"
    }

    private static var isRoot: Bool { geteuid() == 0 }

    /// The variable's folder; relative ones are to be ignored.
    private static func base(_ variable: String, _ fallback: String, _ environment: [String: String]) -> String {
        if let folder = environment[variable], folder.hasPrefix("/") { return folder }
        return (environment["HOME"] ?? "/nonexistent") + "/" + fallback
    }
}
