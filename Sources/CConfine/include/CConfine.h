// Runs one program with nothing but what it was given. Each step ends the process with a sentence when it fails.
//
// Shared by airut-confine and airut-netns, which call the steps in this order: parse_request, die_with_parent,
// close_descriptors, then run_confined.
#pragma once
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

enum { MAXIMUM_PATHS = 128 };

// The exit status of each refusal here, and of a command line that cannot be understood (sysexits(3)).
enum { NOT_CONFINED = 125, WRONG_USAGE = 64 };

// Sockets that are handed on to the program begin here, as sd_listen_fds(3) says.
enum { FIRST_SERVED = 3 };

struct path_rule {
    const char *path;
    int is_writable;
};

struct request {
    pid_t parent;  // 0: whoever started us
    struct path_rule paths[MAXIMUM_PATHS];
    size_t path_count;
    int has_network;
    int served;  // sockets from FIRST_SERVED on that it may accept connections from
    int keeps_file_capabilities;
    int allows_no_landlock;
    rlim_t cpu_seconds, data_bytes, address_space_bytes, file_bytes;
    // Also the number of the program's own descriptor: nothing can take it once the limit counts.
    rlim_t files;
    char **command;
};

// What the sentences begin with: the name of the running program.
extern const char *program_name;

__attribute__((noreturn, format(printf, 1, 2))) void refuse(const char *format, ...);
__attribute__((noreturn, format(printf, 2, 3))) void refuse_with(int status, const char *format, ...);

// `other` takes an option with a value that is none of the common ones, and says 0 when it does not know it; or NULL.
struct request parse_request(int count, char **arguments, int (*other)(const char *option, const char *value));
void die_with_parent(const struct request *request);
void close_descriptors(unsigned first);
__attribute__((noreturn)) void run_confined(struct request *request, char **environment);

// The parts of run_confined.
int open_program(struct request *request);
int open_loader(int program, const char *path);
void limit_resources(const struct request *request);
void drop_capabilities(int keeps_file_capabilities);
void restrict_files(const struct request *request, int program, int loader);
void restrict_calls(const struct request *request);
