extension ProblemReport {
    /// One object: the problems, what was tried, and how many problems that makes.
    public var json: String {
        let problems = problems.map { problem in
            JSON.object([
                "severity": .text(problem.severity.rawValue), "file": .text(problem.file),
                "line": .integer(problem.line), "column": .integer(problem.column), "path": .text(problem.path),
                "message": .text(problem.sentence),
            ]).adding("text", excerpt(of: problem).map { .text($0.text) })
        }
        return JSON.object([
            "problems": .array(problems), "probes": .array(probes.map(\.json)), "errors": .integer(errors),
            "warnings": .integer(warnings),
        ]).rendered() + "\n"
    }

    /// A workflow command for each problem, which GitHub shows beside the line it is about.
    ///
    /// - Parameters:
    ///   - workspace: absolute path of the checkout; files in it are named as seen from there.
    ///   - folder: absolute path that the problems' files are seen from.
    public func github(workspace: String?, from folder: String = "/") -> String {
        let place = AnnotatedPlace(workspace: workspace, folder: folder)
        return problems.map { annotation($0, place) }.joined() + probes.flatMap(Self.annotations).joined()
    }

    private func annotation(_ problem: Problem, _ place: AnnotatedPlace) -> String {
        var properties = [("file", place.name(of: problem.file))]
        if problem.line > 0 { properties += [("line", "\(problem.line)"), ("col", "\(problem.column)")] }
        if !problem.path.isEmpty { properties.append(("title", problem.path)) }
        return Self.command(problem.severity.rawValue, properties, problem.sentence)
    }

    private static func annotations(_ result: ProbeResult) -> [String] {
        result.findings.filter { $0.severity != .ok }
            .map { command($0.severity.rawValue, [("title", result.probe)], $0.sentence) }
    }

    private static func command(_ name: String, _ properties: [(String, String)], _ message: String) -> String {
        let list = properties.map { "\($0)=\(escaped(TextStyle.harmless($1), alsoIn: ":,".unicodeScalars))" }
        return
            "::\(name) \(list.joined(separator: ","))::\(escaped(TextStyle.harmless(message), alsoIn: "".unicodeScalars))\n"
    }

    /// - SeeAlso: GitHub's documentation of workflow commands; line ends and separators are percent-encoded.
    private static func escaped(_ text: String, alsoIn separators: String.UnicodeScalarView) -> String {
        text.unicodeScalars.map { scalar in
            guard "%\r\n".unicodeScalars.contains(scalar) || separators.contains(scalar) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
