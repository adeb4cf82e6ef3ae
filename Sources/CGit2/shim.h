#ifndef AIRUT_CGIT2_H
#define AIRUT_CGIT2_H

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

/* git_libgit2_opts is variadic, which Swift cannot call: one wrapper per shape of its arguments. */

static inline int airut_git_set_flag(int option, int value) { return git_libgit2_opts(option, value); }

static inline int airut_git_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

static inline int airut_git_set_template_path(const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_TEMPLATE_PATH, path);
}

static inline int airut_git_set_certificate_file(const char *file) {
    return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, (const char *)0);
}

/* glibc declares these only for GNU sources, which Swift's Glibc module is not. */

extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);

extern long copy_file_range(int from, long *from_offset, int to, long *to_offset, unsigned long count, unsigned int flags);

/* Writes everything on the file system of that descriptor to its disk. */
extern int syncfs(int file);

/* One step of a copy inside the kernel, from and to the descriptors' positions: bytes copied, 0 at the end, or -1. */
static inline long airut_copy_step(int from, int to) { return copy_file_range(from, 0, to, 0, 1ul << 30, 0); }

/* Fails with EEXIST when there is something at `to`. */
static inline int airut_rename_to_free(const char *from, const char *to) {
    return renameat2(-100 /* AT_FDCWD */, from, -100, to, 1u /* RENAME_NOREPLACE */);
}

static inline int airut_rename_exchange(const char *from, const char *to) {
    return renameat2(-100 /* AT_FDCWD */, from, -100, to, 2u /* RENAME_EXCHANGE */);
}

#endif
