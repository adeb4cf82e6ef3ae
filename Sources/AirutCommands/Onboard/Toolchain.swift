/// A way in which a repository is built and gets what it depends on.
enum Toolchain: String, CaseIterable {
    case swift, dotnet, cargo, go, maven, gradle, bundler, composer, npm, pnpm, yarn, pip, poetry, uv, cmake, make

    /// For people.
    var name: String {
        switch self {
        case .swift: "Swift (Swift Package Manager)"
        case .dotnet: ".NET (NuGet)"
        case .cargo: "Rust (Cargo)"
        case .go: "Go (modules)"
        case .maven: "Java (Maven)"
        case .gradle: "Java (Gradle)"
        case .bundler: "Ruby (Bundler)"
        case .composer: "PHP (Composer)"
        case .npm: "Node.js (npm)"
        case .pnpm: "Node.js (pnpm)"
        case .yarn: "Node.js (Yarn)"
        case .pip: "Python (pip)"
        case .poetry: "Python (Poetry)"
        case .uv: "Python (uv)"
        case .cmake: "C/C++ (CMake)"
        case .make: "C/C++ (make)"
        }
    }
}
