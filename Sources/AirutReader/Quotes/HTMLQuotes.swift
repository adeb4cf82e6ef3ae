/// What mail programs put around quoted text in HTML.
enum HTMLQuotes {
    enum Role {
        /// The element is a quote.
        case quote
        /// A frame around introduction, quotes and possibly answers between them; a quote if none is inside.
        case frame
        /// The line that introduces a quote.
        case introduction
        /// From here on everything is history.
        case boundary
        /// The sender's signature.
        case signature
    }

    static func role(of element: HTMLElement) -> Role? {
        if element.name == "blockquote", element["type"]?.lowercased() == "cite" { return .quote }
        if let id = element["id"]?.lowercased(), let role = roleByID(id) { return role }
        for name in element.classes.prefix(50) {
            if let role = roleByClass(name.lowercased(), isQuotation: element.name == "blockquote") { return role }
        }
        return nil
    }

    private static func roleByID(_ id: String) -> Role? {
        // Outlook prefixes ids of quoted messages again with "x_".
        switch id {
        case "divrplyfwdmsg", "appendonsend", "x_divrplyfwdmsg", "x_appendonsend": .boundary
        case "mail-editor-reference-message-container", "ymail_android_signature_quoted": .quote
        case "reply-intro": .introduction
        default: nil
        }
    }

    private static func roleByClass(_ name: String, isQuotation: Bool) -> Role? {
        switch name {
        case "gmail_quote", "protonmail_quote", "tutanota_quote", "zmail_extra", "gmail_quote_container":
            isQuotation ? .quote : .frame
        case "yahoo_quoted", "yahooquoted", "ymailquoted", "iosymail_quoted": .quote
        case "moz-cite-prefix", "gmail_attr", "moz-email-headers-prefix": .introduction
        case "outlookmessageheader": .boundary
        case "gmail_signature", "moz-signature", "gmail_signature_prefix", "protonmail_signature_block": .signature
        default: nil
        }
    }
}
