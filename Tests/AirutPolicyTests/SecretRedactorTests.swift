import AirutModel
import AirutPolicy
import FoundationEssentials
import Testing

@Suite struct SecretRedactorTests {
    let redactor = SecretRedactor([Secret("s3cret/väl&ue"), Secret("true"), Secret("s3cret/väl&ue-longer")])

    @Test func `a secret is blanked as it is, in Base64 and percent-encoded`() {
        let base64 = Data("s3cret/väl&ue".utf8).base64EncodedString()
        for form in ["s3cret/väl&ue", base64, "s3cret%2Fv%C3%A4l%26ue"] {
            let text = redactor.redact("before \(form) after")
            #expect(text.hasPrefix("before •••") && text.hasSuffix(" after"), "\(text)")
        }
    }

    @Test func `the longer of two overlapping secrets goes whole, short words stay`() {
        #expect(redactor.redact("x s3cret/väl&ue-longer true") == "x ••• true")
    }

    @Test(arguments: ["ghp_aB3dEfGh1jKlMnOp", "sk-ant-api03-AbC-123_x", "plain-Value9"])
    func `a surrogate keeps length, classes and known prefixes but not the value`(value: String) {
        let surrogate = Surrogate.random(for: Secret(value)).reveal()
        #expect(surrogate != value)
        #expect(surrogate.count == value.count)
        for (real, fake) in zip(value, surrogate) {
            #expect(real.isNumber == fake.isNumber && real.isUppercase == fake.isUppercase)
        }
        if value.hasPrefix("ghp_") { #expect(surrogate.hasPrefix("ghp_")) }
    }
}
