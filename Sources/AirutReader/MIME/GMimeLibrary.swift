import AirutPolicy
import CGMime

/// GMime, for what is inside header fields and for transfer encodings.
///
/// Its message parser is not used: nested messages must stay what they were, byte for byte, and limits on parts and
/// depth must hold before memory is spent.
enum GMimeLibrary {
    /// Lenient, as mail is; texts in no declared charset are UTF-8 or else Windows-1252.
    private nonisolated(unsafe) static let options: OpaquePointer? = {
        g_mime_init()
        let options = unsafe g_mime_parser_options_new()
        var fallbacks: [UnsafePointer<CChar>?] = unsafe [lasting("utf-8"), lasting("windows-1252"), nil]
        unsafe g_mime_parser_options_set_fallback_charsets(options, &fallbacks)
        return unsafe options
    }()

    private static func lasting(_ text: String) -> UnsafePointer<CChar>? { unsafe UnsafePointer(g_strdup(text)) }

    /// Text of an unstructured field, encoded words decoded and adjacent ones joined (RFC 2047 §6.2).
    static func decodedText(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "=")) else { return value }
        return unsafe take(g_mime_utils_header_decode_text(options, value)) ?? value
    }

    /// The mailboxes of an address field, groups flattened.
    ///
    /// - Returns: `nil` when the field cannot be read. So many colons come from nested groups only, which GMime
    ///   follows into until the stack ends.
    static func mailboxes(_ value: String) -> [MessageDocument.Mailbox]? {
        guard value.utf8.count(where: { $0 == UInt8(ascii: ":") }) < 500 else { return nil }
        guard let list = unsafe internet_address_list_parse(options, value) else { return nil }
        defer { unsafe g_object_unref(list) }
        var found: [MessageDocument.Mailbox] = []
        // GMime shows `xn--` domains decoded; what was written is compared elsewhere. Characters that were not ASCII
        // from the start stay, so that no look-alike is folded into an ASCII address.
        unsafe collect(list, asciiDomains: value.utf8.allSatisfy { $0 < 0x80 }, into: &found)
        return found
    }

    /// `type/subtype; parameters`, with RFC 2231 continuations and charsets resolved.
    static func contentType(_ value: String) -> ContentType {
        guard let type = unsafe g_mime_content_type_parse(options, value) else { return ContentType() }
        defer { unsafe g_object_unref(type) }
        let mediaType = unsafe take(g_mime_content_type_get_mime_type(type)) ?? "text/plain"
        return unsafe ContentType(
            mediaType: mediaType.lowercased(), parameters: parameters(g_mime_content_type_get_parameters(type)))
    }

    /// `attachment; filename=…` as its kind in lower case and its parameters.
    static func disposition(_ value: String) -> (kind: String, parameters: [String: String])? {
        guard let disposition = unsafe g_mime_content_disposition_parse(options, value) else { return nil }
        defer { unsafe g_object_unref(disposition) }
        let kind = unsafe g_mime_content_disposition_get_disposition(disposition).map { unsafe String(cString: $0) }
        return unsafe (
            kind?.lowercased() ?? "attachment", parameters(g_mime_content_disposition_get_parameters(disposition))
        )
    }

    /// Seconds since 1970 of a `Date` field.
    static func date(_ value: String) -> Double? {
        guard let date = unsafe g_mime_utils_header_decode_date(value) else { return nil }
        defer { unsafe g_date_time_unref(date) }
        return unsafe Double(g_date_time_to_unix(date))
    }

    /// Content without its transfer encoding; what is not of that encoding's alphabet is skipped.
    static func decoded(_ bytes: ArraySlice<UInt8>, encoding name: String) -> [UInt8] {
        let encoding = unsafe g_mime_content_encoding_from_string(name)
        switch encoding {
        case GMIME_CONTENT_ENCODING_BASE64, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, GMIME_CONTENT_ENCODING_UUENCODE:
            break
        default: return Array(bytes)
        }
        var state = GMimeEncoding()
        unsafe g_mime_encoding_init_decode(&state, encoding)
        let room = unsafe g_mime_encoding_outlen(&state, bytes.count) + 64
        return unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
            count = unsafe bytes.withUnsafeBytes { input in
                unsafe g_mime_encoding_flush(
                    &state, input.baseAddress?.assumingMemoryBound(to: CChar.self), input.count,
                    UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self))
            }
        }
    }

    private static func collect(
        _ list: UnsafeMutablePointer<InternetAddressList>, asciiDomains: Bool,
        into found: inout [MessageDocument.Mailbox]
    ) {
        for index in 0..<(unsafe internet_address_list_length(list)) {
            guard let address = unsafe internet_address_list_get_address(list, index) else { continue }
            let instance = UnsafeMutableRawPointer(address)
            if unsafe isInstance(instance, of: internet_address_mailbox_get_type()) {
                let mailbox = unsafe instance.assumingMemoryBound(to: InternetAddressMailbox.self)
                let name = unsafe internet_address_get_name(address).map { unsafe String(cString: $0).onOneLine() }
                let address =
                    unsafe asciiDomains
                    ? internet_address_mailbox_get_idn_addr(mailbox) : internet_address_mailbox_get_addr(mailbox)
                let text = unsafe address.map { unsafe String(cString: $0) } ?? ""
                found.append(.init(name: name?.isEmpty == true ? nil : name, address: text))
            } else if unsafe isInstance(instance, of: internet_address_group_get_type()) {
                let group = unsafe instance.assumingMemoryBound(to: InternetAddressGroup.self)
                if let members = unsafe internet_address_group_get_members(group) {
                    unsafe collect(members, asciiDomains: asciiDomains, into: &found)
                }
            }
        }
    }

    private static func isInstance(_ object: UnsafeMutableRawPointer, of type: GType) -> Bool {
        unsafe g_type_check_instance_is_a(object.assumingMemoryBound(to: GTypeInstance.self), type) != 0
    }

    private static func parameters(_ list: UnsafeMutablePointer<GMimeParamList>?) -> [String: String] {
        guard let list = unsafe list else { return [:] }
        var found: [String: String] = [:]
        for index in 0..<(unsafe g_mime_param_list_length(list)) {
            guard let parameter = unsafe g_mime_param_list_get_parameter_at(list, index),
                let name = unsafe g_mime_param_get_name(parameter), let value = unsafe g_mime_param_get_value(parameter)
            else { continue }
            let key = unsafe String(cString: name).lowercased()
            if found[key] == nil { found[key] = unsafe String(cString: value) }
        }
        return found
    }

    /// The string GMime made for us, as ours.
    private static func take(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        defer { unsafe g_free(text) }
        return unsafe String(cString: text)
    }
}
