import AirutGit
import CLinux
import Glibc

// It holds a credential, which no other process of this user may read out of it.
_ = airut_make_undumpable()
// Nothing is buffered, and freeing what libgit2 holds takes longer than a short operation.
_exit(GitTool.run())
