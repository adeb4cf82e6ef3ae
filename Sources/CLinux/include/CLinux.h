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

// When a file was made, in nanoseconds since 1970; 0 when its file system does not know. statx(2).
long long airut_birth_time(const char *path);

// Keeps other processes of this user from reading our memory and descriptors, and the kernel from dumping core. prctl(2).
int airut_make_undumpable(void);

// The text records of a name, each ended by a line feed, into `text` of `size` bytes, what is not printable replaced by `?`.
// Their number, 0 also for a name that does not exist; -1 when nobody could say. Waits up to about 12 seconds. resolver(3).
//
// `port`: of a name server on 127.0.0.1 to ask instead of the system's; 0 for those.
int airut_text_records(const char *name, unsigned short port, char *text, int size);

// A listening Unix domain socket, made as the file `name` (mode 0600) in an open folder, however long that folder's path
// is; -1 and errno on failure. Close-on-exec and non-blocking. unix(7).
int airut_unix_listen(int folder, const char *name);

// A connection to such a socket; -1 and errno on failure. Close-on-exec.
int airut_unix_connect(int folder, const char *name);

// Whether root or this process's user is at the other end of a Unix domain socket: 1 or 0. SO_PEERCRED in unix(7).
int airut_peer_is_us(int descriptor);

// The next connection to a listening socket, close-on-exec; -1 and errno on failure. accept4(2).
int airut_accept(int descriptor);

// Makes all threads allocate from one heap. Call it before there are any. mallopt(3), M_ARENA_MAX.
void airut_share_heap(void);

// Gives what is free on the heap back to the system. malloc_trim(3).
void airut_return_free_memory(void);

// Where one datagram came from and where it was sent to, as the kernel tells it.
struct airut_datagram {
    unsigned char peer[28];
    unsigned int peer_length;
    _Alignas(8) unsigned char control[64];
    unsigned long control_length;
};

// Makes a datagram socket tell the address each datagram was sent to: 0, or -1 and errno. ip(7), ipv6(7).
int airut_report_destinations(int descriptor);

// Waits for a datagram: its length, or -1 and errno.
long airut_receive_datagram(int descriptor, void *bytes, unsigned long capacity, struct airut_datagram *datagram);

// Answers a received datagram from the very address it was sent to: the bytes sent, or -1 and errno.
long airut_answer_datagram(int descriptor, const void *bytes, unsigned long count, const struct airut_datagram *datagram);
