extension Letter {
    /// The agent's answer.
    ///
    /// - Parameter text: the agent's own; hostile as far as we know.
    public static func result(_ text: String, footer: ResultFooter) -> Letter {
        let isEmpty = text.allSatisfy(\.isWhitespace)
        return Letter([isEmpty ? "The agent finished without a text." : text, footer.markdown])
    }
}
