/// Extensions for attachments that came without a name.
enum FileExtensions {
    private static let endings = [
        "message/rfc822": ".eml", "message/delivery-status": ".txt", "message/disposition-notification": ".txt",
        "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "text/css": ".css",
        "text/markdown": ".md", "text/x-patch": ".patch", "text/x-diff": ".diff", "text/vcard": ".vcf",
        "text/xml": ".xml", "text/rfc822-headers": ".txt", "image/png": ".png", "image/jpeg": ".jpg",
        "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg", "image/bmp": ".bmp", "image/tiff": ".tiff",
        "image/heic": ".heic", "application/pdf": ".pdf", "application/json": ".json", "application/xml": ".xml",
        "application/zip": ".zip", "application/gzip": ".gz", "application/ms-tnef": ".dat",
        "application/pkcs7-mime": ".p7m", "application/pkcs7-signature": ".p7s", "application/pgp-signature": ".asc",
        "application/pgp-encrypted": ".asc", "audio/mpeg": ".mp3", "audio/wav": ".wav", "video/mp4": ".mp4",
    ]

    /// With its dot; `.bin` for what is not listed.
    static func ending(of mediaType: String) -> String { endings[mediaType] ?? ".bin" }
}
