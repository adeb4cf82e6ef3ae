import AirutYAML

/// How text becomes a value: what is accepted, how it is described, and how a value is written.
struct Format<Value: Sendable>: Sendable {
    let shape: Shape
    /// Reports what is wrong to the decoding and returns `nil` then.
    let decode: @Sendable (Input, inout Decoding) -> Value?
    /// A default as it would be written; `nil` for what has no short text.
    let show: @Sendable (Value) -> String?
    let effective: @Sendable (Value) -> EffectiveValue

    /// - Parameter effective: needed for what has no short text.
    init(
        shape: Shape, decode: @escaping @Sendable (Input, inout Decoding) -> Value?,
        show: @escaping @Sendable (Value) -> String?, effective: (@Sendable (Value) -> EffectiveValue)? = nil
    ) {
        self.shape = shape
        self.decode = decode
        self.show = show
        self.effective = effective ?? { .text(show($0) ?? "") }
    }

    /// A scalar that `parse` understands; it gets the text whether or not it was quoted.
    ///
    /// - Parameter expectation: completes "should be …".
    static func scalar(
        _ expectation: String, schema: JSON, show: @escaping @Sendable (Value) -> String?,
        parse: @escaping @Sendable (String) -> Value?
    ) -> Self {
        Self(
            shape: .scalar(schema: schema, expectation: expectation),
            decode: { input, decoding in
                if let text = input.node.text, let value = parse(text) { return value }
                decoding.report(input.node, "should be \(expectation), not \(input.quotation)")
                return nil
            },
            show: show)
    }
}
