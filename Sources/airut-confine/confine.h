// What airut-confine is asked to do, and the steps that do it. Each step ends the process with a sentence when it fails.
#pragma once
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

enum { MAXIMUM_PATHS = 128 };

struct path_rule {
    const char *path;
    int is_writable;
};

struct request {
    pid_t parent;  // 0: whoever started us
    struct path_rule paths[MAXIMUM_PATHS];
    size_t path_count;
    int has_network;
    int keeps_file_capabilities;
    int allows_no_landlock;
    rlim_t cpu_seconds, data_bytes, address_space_bytes, file_bytes, files;
    char **command;
};

// Descriptor of the program to run, above the limit on descriptors, so that nothing can take its number afterwards.
enum { PROGRAM_DESCRIPTOR = 1000 };

__attribute__((noreturn, format(printf, 1, 2))) void refuse(const char *format, ...);

struct request parse_request(int count, char **arguments);
void limit_resources(const struct request *request);
void drop_capabilities(const struct request *request);
void restrict_files(const struct request *request, int program, int loader);
void restrict_calls(const struct request *request);
