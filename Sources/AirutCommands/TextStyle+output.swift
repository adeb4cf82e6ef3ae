import AirutConfig
import Glibc

extension TextStyle {
    /// Colours on a terminal, unless somebody does not want any.
    ///
    /// - SeeAlso: https://no-color.org
    static func ofOutput(_ environment: [String: String]) -> TextStyle {
        let isWanted = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        return TextStyle(isColored: isWanted && isatty(StandardStream.output.rawValue) == 1)
    }
}
