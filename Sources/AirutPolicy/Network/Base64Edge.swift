/// A Base64 character of which only some bits belong to a secret.
struct Base64Edge: Sendable, Hashable {
    private let real: UInt8
    private let surrogate: UInt8
    private let mask: UInt8
    private let alphabet: Base64Alphabet

    init?(_ real: Base64Inside.Part?, _ surrogate: Base64Inside.Part?, _ alphabet: Base64Alphabet) {
        guard let real, let surrogate else { return nil }
        self.real = real.bits & real.mask
        self.surrogate = surrogate.bits & surrogate.mask
        mask = real.mask
        self.alphabet = alphabet
    }

    /// The character with the surrogate's bits, if it holds the secret's.
    func replaced(_ character: UInt8) -> UInt8 {
        guard let value = alphabet.value(character), value & mask == real else { return character }
        return alphabet.character(value & ~mask | surrogate)
    }
}
