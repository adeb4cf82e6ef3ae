import AirutForge
import AirutModel
import Foundation
import FoundationNetworking

/// Carries requests over the system's own HTTP client.
@Sendable func send(_ request: ForgeRequest) async throws -> ForgeResponse {
    var message = URLRequest(url: URL(string: request.url)!)
    message.httpMethod = request.method
    for header in request.headers { message.setValue(header.value, forHTTPHeaderField: header.name) }
    message.setValue("Bearer \(request.bearerToken.reveal())", forHTTPHeaderField: "Authorization")
    message.httpBody = request.body.map { Data($0) }
    let (data, response) = try await URLSession.shared.data(for: message)
    let answer = response as! HTTPURLResponse
    let headers = answer.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
    return ForgeResponse(
        status: answer.statusCode, headers: Dictionary(headers) { first, _ in first }, body: [UInt8](data))
}
