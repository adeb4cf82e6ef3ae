import CGit2

/// libgit2's process-wide state, made ready once.
enum Library {
    /// Initializes libgit2 so that nothing of the host reaches it and nothing hostile passes it.
    ///
    /// No system, global, XDG or programdata configuration and no templates are read; repositories of other owners are
    /// opened (a container's user may own a workspace); objects are checked against their names when read and against
    /// their references when made.
    static let ready: Void = {
        git_libgit2_init()
        let levels = [
            GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
        ]
        for level in levels { unsafe airut_git_set_search_path(level.rawValue, "") }
        unsafe airut_git_set_template_path("")
        airut_git_set_flag(Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue), 0)
        airut_git_set_flag(Int32(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION.rawValue), 1)
        airut_git_set_flag(Int32(GIT_OPT_ENABLE_STRICT_SYMBOLIC_REF_CREATION.rawValue), 1)
        airut_git_set_flag(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 1)
    }()

    /// Whether what is written is flushed to the disk file by file.
    static func setDurable(_ isDurable: Bool) {
        airut_git_set_flag(Int32(GIT_OPT_ENABLE_FSYNC_GITDIR.rawValue), isDurable ? 1 : 0)
    }
}
