import Testing

@testable import AirutGit

@Suite struct PathGlobTests {
    @Test(arguments: [
        (".github/workflows/**", ".github/workflows/a.yml", true),
        (".github/workflows/**", ".github/workflows/a/b", true),
        (".github/workflows/**", ".github/workflows", false), (".github/workflows/**", "x/.github/workflows/a", false),
        ("Jenkinsfile", "Jenkinsfile", true), ("Jenkinsfile", "a/Jenkinsfile", false),
        ("**/Jenkinsfile", "Jenkinsfile", true), ("**/Jenkinsfile", "a/b/Jenkinsfile", true),
        ("ci/*.yml", "ci/a.yml", true), ("ci/*.yml", "ci/a/b.yml", false), ("ci/", "ci/a/b", true),
        ("ci/", "ci", false),
        ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x/y/c", false), ("*", "a", true),
        ("*", "a/b", false), ("**", "a/b", true),
    ])
    func `globs fit whole paths`(glob: String, path: String, fits: Bool) {
        #expect(PathGlob(glob).matches(FileName(path)) == fits)
    }

    @Test func `the folders a pattern names are known`() {
        let glob = PathGlob(".github/workflows/**")
        #expect(glob.canMatch(below: FileName(".github")))
        #expect(glob.canMatch(below: FileName(".github/workflows")))
        #expect(!glob.canMatch(below: FileName("src")))
        #expect(!PathGlob("**/Jenkinsfile").canMatch(below: FileName("src")))
    }
}
