/// What `airut init` writes for a secret that is still to be filled in.
public enum UnsetSecret {
    public static let text = "replace-me"
}
