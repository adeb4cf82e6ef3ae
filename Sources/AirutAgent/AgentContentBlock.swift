/// One block of an assistant's message: text, a tool call, or something we do not show.
struct AgentContentBlock: Decodable {
    let text: String?
    let tool: AgentMessage.ToolUse?

    private enum Key: String, CodingKey { case type, text, name, input }

    init(from decoder: any Decoder) throws {
        let fields = try? decoder.container(keyedBy: Key.self)
        let type = fields?.lenient(String.self, .type)
        text = type == "text" ? fields?.lenient(String.self, .text) : nil
        let name = fields?.lenient(String.self, .name)
        tool =
            (type == "tool_use" || type == "server_tool_use")
            ? name.map { .init(name: $0, subject: fields?.lenient(Input.self, .input)?.subject) } : nil
    }

    private struct Input: Decodable {
        let subject: String?

        enum Key: String, CodingKey, CaseIterable {
            case command, path, pattern, url, query, description, prompt
            case filePath = "file_path"
            case notebookPath = "notebook_path"
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            let order: [Key] = [
                .command, .filePath, .notebookPath, .pattern, .path, .url, .query, .description, .prompt,
            ]
            let first = order.lazy.compactMap { fields.lenient(String.self, $0) }.first
            subject = first.map { String($0.prefix(200)) }
        }
    }
}
