/// The C library of an image's programs.
public enum ImageLibrary: Sendable, Hashable {
    case glibc
    case musl
}
