extension Toolchain {
    /// The image that brings the toolchain, by a version that does not move far; `nil` where Debian's own packages do.
    func baseImage(for checkout: Checkout) -> String? {
        switch self {
        case .swift: "docker.io/library/swift:6.2-bookworm"
        case .dotnet: "mcr.microsoft.com/dotnet/sdk:\(checkout.version(.dotnet) ?? "8.0")"
        case .cargo: "docker.io/library/rust:\(checkout.version(.rust) ?? "1.90")-bookworm"
        case .go: "docker.io/library/golang:\(checkout.version(.go) ?? "1.25")-bookworm"
        case .maven: "docker.io/library/maven:3.9-eclipse-temurin-21"
        case .gradle: "docker.io/library/gradle:8-jdk21"
        case .bundler: "docker.io/library/ruby:\(checkout.version(.ruby) ?? "3.3")-bookworm"
        case .composer: "docker.io/library/php:8.3-cli-bookworm"
        case .npm, .pnpm, .yarn: "docker.io/library/node:\(checkout.version(.node) ?? "22")-bookworm-slim"
        case .pip, .poetry, .uv: "docker.io/library/python:\(checkout.version(.python) ?? "3.12")-slim-bookworm"
        case .cmake, .make: nil
        }
    }

    /// Packages of Debian's.
    ///
    /// - Parameter isBase: the toolchain's own image is the base, so that only what goes with it is missing.
    func packages(isBase: Bool) -> [String] {
        switch self {
        case .cmake: ["build-essential", "cmake", "ninja-build"]
        case .make: ["build-essential"]
        case .composer: isBase ? ["unzip"] : ["composer", "php-cli", "unzip"]
        case _ where isBase: []
        case .cargo: ["build-essential", "cargo", "rustc"]
        case .go: ["golang"]
        case .maven: ["default-jdk-headless", "maven"]
        case .gradle: ["default-jdk-headless"]
        case .bundler: ["build-essential", "bundler", "ruby-full"]
        case .npm, .pnpm, .yarn: ["nodejs", "npm"]
        case .pip, .poetry, .uv: ["python3", "python3-pip", "python3-venv"]
        case .swift, .dotnet: []
        }
    }

    /// Further lines of the Dockerfile.
    func instructions(isBase: Bool) -> [String] {
        let pip = "RUN pip3 install --no-cache-dir --break-system-packages"
        return switch self {
        case .pnpm: ["RUN npm install --global pnpm@10"]
        case .yarn: isBase ? [] : ["RUN npm install --global yarn@1"]
        case .poetry: ["\(pip) \"poetry>=2,<3\""]
        case .uv: ["\(pip) \"uv>=0.5,<1\""]
        case .composer: isBase ? ["COPY --from=docker.io/library/composer:2 /usr/bin/composer /usr/bin/composer"] : []
        default: []
        }
    }
}
