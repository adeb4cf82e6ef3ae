// Kernel and glibc calls that Swift's Glibc module does not show.
//
// Only plain types here: glibc declares more in its headers under _GNU_SOURCE, and Swift's module of it then disagrees.
#pragma once

// A descriptor that becomes readable when the child has ended; -1 and errno on failure. pidfd_open(2).
int airut_pidfd_open(int pid);

// A counter to wake poll(2) with; close-on-exec and non-blocking. eventfd(2).
int airut_eventfd(void);

// A pipe whose ends are close-on-exec: ends[0] to read, ends[1] to write. pipe2(2).
int airut_pipe(int ends[2]);

// Makes a spawned child close every descriptor from `first` on; `actions` is a posix_spawn_file_actions_t.
int airut_spawn_close_from(void *actions, int first);

// Makes a spawned child change its working directory; `actions` is a posix_spawn_file_actions_t.
int airut_spawn_change_directory(void *actions, const char *path);

// How many files a process of ours may have open at most; the greatest number when that is unlimited. getrlimit(2).
unsigned long airut_files_limit(void);

// Whether the file takes memory and no disk: 1 or 0. statfs(2).
int airut_is_in_memory(const char *path);

// How large a file of ours may get at most, in bytes; the greatest number when that is unlimited. getrlimit(2).
unsigned long airut_file_size_limit(void);

// How many processes our user may have at most; the greatest number when that is unlimited. getrlimit(2).
unsigned long airut_processes_limit(void);

// Keeps other processes of this user from reading our memory and descriptors, and the kernel from dumping core. prctl(2).
int airut_make_undumpable(void);
