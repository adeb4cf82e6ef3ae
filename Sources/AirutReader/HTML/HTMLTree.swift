/// The elements and texts of a document, in one array; limits keep it small whatever the document does.
struct HTMLTree {
    struct Node {
        enum Content {
            case element(HTMLElement)
            case text(String)
        }
        let content: Content
        var children: [Int] = []
        /// Of a table: it holds tables, lists or headings, so it arranges a page instead of showing data.
        var isLayout = false
        /// There is text other than white space in it.
        var hasText = false
    }

    var nodes = [Node(content: .element(HTMLElement(name: "#root")))]
    /// The contents of all `<style>` elements.
    var styles = ""
    /// Whether the end of the document was left out.
    var isCut = false
}
