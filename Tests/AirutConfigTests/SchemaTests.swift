import AirutConfig
import AirutTestSupport
import Foundation
import Testing

/// Python's jsonschema, which shares no code with this project, judges schemas and examples.
@Suite struct SchemaTests {
    /// Arguments: the schema, then files that it must accept, or, after `--not`, refuse. Tags are read as texts.
    private static let validator = """
        import json, sys, yaml, jsonschema
        class Loader(yaml.SafeLoader): pass
        Loader.add_multi_constructor("!", lambda loader, suffix, node: loader.construct_scalar(node))
        schema = json.load(open(sys.argv[1], "rb"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema" and schema["$id"], "no draft or id"
        jsonschema.Draft202012Validator.check_schema(schema)
        validator, wanted = jsonschema.Draft202012Validator(schema), True
        known = 0
        def described(part, place):
            global known
            for name, inner in part.get("properties", {}).items():
                assert inner.get("description"), place + name + " has no description"
                for value in inner.get("examples", []) + ([inner["default"]] if "default" in inner else []):
                    known += 1
                    jsonschema.Draft202012Validator(inner).validate(value)
                described(inner, place + name + ".")
                described(inner.get("additionalProperties") or inner.get("items") or {}, place + name + ".*.")
                for choice in inner.get("anyOf", []): described(choice, place + name + ".")
        described(schema, "")
        assert known > 3, "hardly any default or example"
        for name in sys.argv[2:]:
            if name == "--not":
                wanted = False
                continue
            errors = list(validator.iter_errors(yaml.load(open(name, "rb"), Loader)))
            if bool(errors) == wanted:
                sys.exit(name + ": " + ("; ".join(e.json_path + " " + e.message for e in errors) or "accepted"))
        print(schema["$id"])
        """

    private func validate(_ schema: SchemaName, good: [String], bad: [String]) async throws -> String {
        try await withTemporaryDirectory { folder in
            try schema.text.write(toFile: folder + "/schema.json", atomically: false, encoding: .utf8)
            let files = try bad.enumerated().map { index, text in
                try text.write(toFile: "\(folder)/\(index).yaml", atomically: false, encoding: .utf8)
                return "\(folder)/\(index).yaml"
            }
            let examples = good.map { "\(ProjectFolder.path)/examples/\($0)" }
            return try await run(
                ["/usr/bin/python3", "-c", Self.validator, folder + "/schema.json"] + examples + ["--not"] + files
            ).text
        }
    }

    @Test func `the server's schema accepts the examples and refuses mistakes`() async throws {
        let web = "repos:\n  web:\n" + TestConfiguration.repository()
        #expect(
            try await validate(
                .server, good: ["minimal.yaml", "complete.yaml"],
                bad: [
                    "{}", "excution: {}\n" + web, "execution: {max_concurrent: 0}\n" + web,
                    web + "    slack: {bot_token: x}",
                    web + "    publish: {mode: branches}", web + "    resource_limits: {memory: 4x}",
                    web + "    secrets: {9A: x}", web + "    models: []",
                ]) == "urn:airut:schema:server\n")
    }

    @Test func `the repository's schemas accept the example and refuse mistakes`() async throws {
        _ = try await validate(
            .repository, good: ["repository/.airut/airut.yaml"], bad: ["modle: x", "resource_limits: {timeout: soon}"])
        _ = try await validate(
            .allowlist, good: ["repository/.airut/network-allowlist.yaml"],
            bad: ["domains: x.org", "url_prefixes: [{path: /x}]", "url_prefixes: [{host: a, graphql: {queries: [x]}}]"])
    }
}
