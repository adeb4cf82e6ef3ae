/// A color of a style or attribute.
///
/// - SeeAlso: CSS Color Module Level 4, §4 to §8.
struct HTMLColor: Hashable {
    /// 0 to 255 each.
    let red: Double
    let green: Double
    let blue: Double
    /// From 0 (not to be seen) to 1.
    var opacity = 1.0

    static let black = HTMLColor(red: 0, green: 0, blue: 0)
    static let white = HTMLColor(red: 255, green: 255, blue: 255)
    /// What links have when nothing else is said.
    static let link = HTMLColor(red: 0, green: 0, blue: 238)

    /// How it looks before another one that is opaque.
    func over(_ background: HTMLColor) -> HTMLColor {
        func mixed(_ upper: Double, _ lower: Double) -> Double { upper * opacity + lower * (1 - opacity) }
        return HTMLColor(
            red: mixed(red, background.red), green: mixed(green, background.green), blue: mixed(blue, background.blue))
    }

    /// Whether text of this color before that background looks like the background.
    func disappears(on background: HTMLColor) -> Bool {
        let seen = over(background)
        let differences = [
            seen.red - background.red, seen.green - background.green, seen.blue - background.blue,
        ]
        return differences.allSatisfy { abs($0) <= Self.unseenDifference }
    }

    /// Of 255: less than this nobody reads.
    private static let unseenDifference = 16.0
}

extension HTMLColor {
    /// - Parameter text: in lower case, without white space around it: `#fff`, `white`, `rgb(255 255 255 / 50%)`.
    init?(_ text: String) {
        if text == "transparent" {
            self.init(red: 0, green: 0, blue: 0, opacity: 0)
        } else if text.hasPrefix("#") {
            self.init(digits: text.dropFirst())
        } else if let number = Self.named[text] {
            self.init(number)
        } else {
            self.init(function: text)
        }
    }

    private init(_ number: Int) {
        self.init(red: Double(number >> 16 & 255), green: Double(number >> 8 & 255), blue: Double(number & 255))
    }

    /// Three or six hexadecimal digits, and one or two more for the opacity.
    private init?(digits: Substring) {
        let values = digits.prefix(9).compactMap(\.hexDigitValue)
        guard values.count == digits.count else { return nil }
        let bytes: [Int]
        switch values.count {
        case 3, 4: bytes = values.map { $0 * 17 }
        case 6, 8: bytes = stride(from: 0, to: values.count, by: 2).map { values[$0] * 16 + values[$0 + 1] }
        default: return nil
        }
        self.init(red: Double(bytes[0]), green: Double(bytes[1]), blue: Double(bytes[2]))
        if bytes.count == 4 { opacity = Double(bytes[3]) / 255 }
    }

    /// `rgb()`, `rgba()`, `hsl()` or `hsla()`, with commas or without.
    private init?(function text: String) {
        guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
        let words = text[text.index(after: open)...].dropLast().split { $0 == "," || $0 == "/" || $0.isWhitespace }
        let name = text[..<open].trimmed()
        guard words.count == 3 || words.count == 4 else { return nil }
        let isRGB = name == "rgb" || name == "rgba"
        let wholes = isRGB ? [255.0, 255, 255] : [360, 1, 1]
        let numbers = zip(words, wholes + [1]).compactMap { Self.number($0, percentOf: $1) }
        guard numbers.count == words.count else { return nil }
        switch name {
        case "rgb", "rgba":
            let values = numbers.map { min(max($0, 0), 255) }
            self.init(red: values[0], green: values[1], blue: values[2])
        case "hsl", "hsla":
            self.init(hue: numbers[0], saturation: min(max(numbers[1], 0), 1), lightness: min(max(numbers[2], 0), 1))
        default: return nil
        }
        if numbers.count == 4 { opacity = min(max(numbers[3], 0), 1) }
    }

    private static func number(_ word: Substring, percentOf whole: Double) -> Double? {
        let value: Double?
        if word.last == "%" {
            value = Double(word.dropLast()).map { $0 / 100 * whole }
        } else {
            value = Double(word.hasSuffix("deg") ? word.dropLast(3) : word)
        }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// - SeeAlso: CSS Color Module Level 4, §7.1.
    private init(hue: Double, saturation: Double, lightness: Double) {
        func channel(_ offset: Double) -> Double {
            let position = (offset + hue / 30).truncatingRemainder(dividingBy: 12)
            let k = position < 0 ? position + 12 : position
            let amplitude = saturation * min(lightness, 1 - lightness)
            return 255 * (lightness - amplitude * max(-1, min(k - 3, 9 - k, 1)))
        }
        self.init(red: channel(0), green: channel(8), blue: channel(4))
    }
}
