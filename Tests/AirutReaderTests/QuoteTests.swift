import AirutReader
import Testing

@Suite struct QuoteTests {
    @Test(arguments: [
        "On Fri, May 3, 2024 at 10:00 AM Bob <bob@x.example> wrote:\n\n> old\n> older",
        "On Fri, May 3, 2024 at 10:00 AM Bob Longname\n<bob@x.example> wrote:\n> old\n\n> older\n",
        "On 03.05.24 10:00, Bob wrote:\n> old",
        "Am 03.05.2024 um 10:00 schrieb Bob <bob@x.example>:\n> old",
        "Bob schrieb am 3. Mai 2024 um 10:00:\n> old",
        "Le ven. 3 mai 2024 à 10:00, Bob <bob@x.example> a écrit :\n> old",
        "El vie, 3 may 2024 a las 10:00, Bob (<bob@x.example>) escribió:\n> old",
        "Il giorno ven 3 mag 2024 alle ore 10:00 Bob <bob@x.example> ha scritto:\n> old",
        "Op vr 3 mei 2024 om 10:00 schreef Bob <bob@x.example>:\n> old",
        "Em sex., 3 de mai. de 2024 às 10:00, Bob <bob@x.example> escreveu:\n> old",
        "Den fre 3 maj 2024 kl 10:00 skrev Bob <bob@x.example>:\n> old",
        "W dniu 3.05.2024 o 10:00, Bob pisze:\n> old",
        "пт, 3 мая 2024 г. в 10:00, Bob <bob@x.example>:\n> old",
        "2024年5月3日(金) 10:00 Bob <bob@x.example>:\n> old",
        "Bob <bob@x.example> 于2024年5月3日周五 10:00写道：\n> old",
        "On Friday, May 3, 2024 at 10:00, Bob <bob@x.example> wrote:\n\nunmarked old text",
        "-----Original Message-----\nFrom: Bob\nold",
        "-----Ursprüngliche Nachricht-----\nVon: Bob\nold",
        "________________________________\nFrom: Bob <bob@x.example>\nSent: Friday, May 3, 2024 10:00\nTo: A\nSubject: RE: x\n\nold",
        "Von: Bob\nGesendet: Freitag, 3. Mai 2024 10:00\nAn: A\nBetreff: AW: x\n\nold",
        "De : Bob\nEnvoyé : vendredi 3 mai 2024\nÀ : A\nObjet : x\n\nold",
        "> old\n> > older",
    ])
    func `history at the end of a plain text is stripped`(history: String) {
        #expect(text(ofPlain: "My answer: 42.\n\nThanks\n\n\(history)\n") == "My answer: 42.\n\nThanks")
    }

    @Test(arguments: [
        "On Monday Bob wrote:\nthe build fails", "He wrote: nothing", "From: the start\nit was broken",
        "a > b and\n c > d", "-- \n> quoted\nmine", "Note to self:\ndone", "From here to there\nTo: be or not",
        "Ask Bob <bob@x.example> before 2024-05-03 10:00 about:\nthe build",
    ])
    func `what only looks like history stays`(plain: String) {
        #expect(text(ofPlain: plain) == plain)
    }

    @Test func `answers between quotes keep the quotes`() {
        let plain = """
            On Fri, May 3, 2024, Bob <bob@x.example> wrote:
            > Which branch?

            main

            > And when?
            Now.

            > Regards
            > Bob
            """
        #expect(
            text(ofPlain: plain)
                == "On Fri, May 3, 2024, Bob <bob@x.example> wrote:\n> Which branch?\n\nmain\n\n> And when?\nNow.")
    }

    @Test func `signatures are stripped, with the quote below them`() {
        #expect(text(ofPlain: "Do it.\n\n-- \nAlice\nCorp\n\nOn 3 May 2024, Bob wrote:\n> old") == "Do it.")
        #expect(text(ofPlain: "Do it.\n--\nAlice") == "Do it.")
        #expect(text(ofPlain: "> why?\nBecause.\n-- \nAlice") == "> why?\nBecause.")
    }

    @Test func `a forwarded message is kept as a quote`() {
        let forward =
            "Please handle this.\n\n---------- Forwarded message ---------\nFrom: Bob\nDate: today\nTo: A\n\nIt broke."
        #expect(
            text(ofPlain: forward)
                == "Please handle this.\n\n> ---------- Forwarded message ---------\n> From: Bob\n> Date: today\n> To: A\n\n> It broke."
        )
        let outlook = "<p>See below</p><div id=divRplyFwdMsg><b>From:</b> Bob</div><div>It broke.</div>"
        #expect(text(ofHTML: outlook, subject: "FW: broken") == "See below\n\n> **From:** Bob\n> It broke.")
        #expect(text(ofHTML: outlook, subject: "RE: broken") == "See below")
        let gmail =
            "<div>See:</div><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>From: Bob</div>It broke.</div>"
        #expect(text(ofHTML: gmail) == "See:\n\n> ---------- Forwarded message ---------\n> From: Bob\n> It broke.")
    }

    @Test(arguments: [
        // Gmail
        "<div class='gmail_quote gmail_quote_container'><div dir=ltr class=gmail_attr>On Fri, May 3, 2024 Bob wrote:<br></div><blockquote class=gmail_quote style='x'><div>old</div></blockquote></div>",
        "<br><div class=gmail_quote>On Fri, May 3, 2024 Bob wrote:<br>old</div>",
        // Yahoo
        "<div id=yahoo_quoted_1 class=yahoo_quoted><div>On Friday, May 3, 2024, Bob wrote:</div><div>old</div></div>",
        // Thunderbird
        "<div class=moz-cite-prefix>On 03.05.24 10:00, Bob wrote:<br></div><blockquote type=cite cite='mid:x'><p>old</p></blockquote>",
        // Outlook on the web, and its phone apps
        "<div id=appendonsend></div><hr><div id=divRplyFwdMsg dir=ltr><b>From:</b> Bob<br><b>Sent:</b> x</div><div>old</div>",
        "<div id='mail-editor-reference-message-container'><div><b>From:</b> Bob</div>old</div>",
        "<hr style='display:inline-block;width:98%'><div id=divRplyFwdMsg dir=ltr><b>From:</b> Bob</div><div>old</div>",
        // Outlook on the desktop
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bob &lt;b@x.example&gt;<br><b>Sent:</b> Friday<br><b>To:</b> A<br><b>Subject:</b> RE: x</p></div><p>old</p>",
        "<p><b>Von:</b> Bob</p><p><b>Gesendet:</b> Freitag</p><p><b>An:</b> A</p><p><b>Betreff:</b> AW</p><p>old</p>",
        // Apple Mail
        "<div><br><blockquote type='cite'><div>On 3. May 2024, at 10:00, Bob &lt;b@x.example&gt; wrote:</div><br><div>old</div></blockquote></div>",
        "<div>On 3. May 2024, at 10:00, Bob &lt;b@x.example&gt; wrote:</div><br><blockquote type='cite'>old</blockquote>",
        // Roundcube, Proton
        "<p id='reply-intro'>On 2024-05-03 10:00, Bob wrote:</p><blockquote type='cite' style='x'>old</blockquote>",
        "<div class='protonmail_quote'>On Friday, May 3rd, 2024 at 10:00, Bob &lt;b@x.example&gt; wrote:<br><blockquote class='protonmail_quote' type='cite'>old</blockquote></div>",
    ])
    func `history in HTML is stripped`(history: String) {
        #expect(text(ofHTML: "<div dir=ltr>My <b>answer</b></div>\(history)") == "My **answer**")
    }

    @Test func `answers between quotes in HTML keep the quotes`() {
        let thunderbird =
            "<div class=moz-cite-prefix>On 03.05.24, Bob wrote:<br></div><blockquote type=cite>Which branch?</blockquote><p>main</p><blockquote type=cite>Bye<br></blockquote>"
        #expect(text(ofHTML: thunderbird) == "> On 03.05.24, Bob wrote:\n> Which branch?\n\nmain")
        let gmail =
            "<div class=gmail_quote><div class=gmail_attr>On May 3, Bob wrote:</div><blockquote class=gmail_quote>Which?<blockquote class=gmail_quote>deep</blockquote></blockquote><div>main</div><blockquote class=gmail_quote>Bye</blockquote></div>"
        #expect(text(ofHTML: gmail) == "> On May 3, Bob wrote:\n> Which?\n>> deep\nmain")
    }

    @Test func `signatures in HTML are stripped`() {
        #expect(
            text(
                ofHTML:
                    "<p>Do it.</p><span class=gmail_signature_prefix>-- </span><br><div class=gmail_signature>Alice</div>"
            ) == "Do it.")
        #expect(text(ofHTML: "<p>Do it.</p><pre class=moz-signature>-- \nAlice</pre>") == "Do it.")
        #expect(text(ofHTML: "Do it.<br>-- <br>Alice") == "Do it.")
    }

    @Test func `a reply of quotes only has no text`() {
        #expect(text(ofPlain: "On 3 May 2024, Bob wrote:\n> old").isEmpty)
        #expect(text(ofHTML: "<blockquote type=cite>old</blockquote>").isEmpty)
    }
}
