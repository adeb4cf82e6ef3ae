extension Checkout {
    enum Runtime {
        case dotnet, go, node, python, ruby, rust
    }

    /// The version that the checkout asks for, as far as an image's tag tells it; `nil` when it does not say.
    func version(_ runtime: Runtime) -> String? {
        switch runtime {
        case .dotnet:
            text("global.json")?.firstMatch(of: /"version"\s*:\s*"(\d{1,2}\.\d)\./).map { String($0.1) }
        case .go: goVersion
        case .node: number(/v?(\d{2})(?:\D|$)/, in: [".nvmrc", ".node-version"])
        case .python: number(/(3\.\d{1,2})(?:\D|$)/, in: [".python-version"])
        case .ruby: number(/(?:ruby-)?([34]\.\d)(?:\D|$)/, in: [".ruby-version"])
        case .rust: number(/(?:channel\s*=\s*"|^)(1\.\d{2})(?:\D|$)/, in: ["rust-toolchain.toml", "rust-toolchain"])
        }
    }

    private func number(_ pattern: Regex<(Substring, Substring)>, in names: [String]) -> String? {
        names.lazy.compactMap { text($0)?.firstMatch(of: pattern) }.first.map { String($0.1) }
    }

    /// A newer compiler builds older modules: only a module that asks for more than the usual image decides.
    private var goVersion: String? {
        guard let minor = text("go.mod")?.firstMatch(of: /\ngo 1\.(\d{1,2})/).flatMap({ Int($0.1) }), minor > 25 else {
            return nil
        }
        return "1.\(minor)"
    }
}
