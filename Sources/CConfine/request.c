#include "CConfine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static rlim_t number(const char *option, const char *text) {
    char *rest;
    errno = 0;
    unsigned long long value = strtoull(text, &rest, 10);
    if (errno || *rest || rest == text || *text == '-') refuse_with(WRONG_USAGE, "understand %s %s: a whole number is needed", option, text);
    return value;
}

static void add_path(struct request *request, const char *path, int is_writable) {
    if (path[0] != '/') refuse_with(WRONG_USAGE, "allow %s: the path must be absolute", path);
    if (request->path_count == MAXIMUM_PATHS) refuse_with(WRONG_USAGE, "allow %s: more than %d paths", path, MAXIMUM_PATHS);
    request->paths[request->path_count++] = (struct path_rule){path, is_writable};
}

// `--name VALUE`; 0 when the option is none of them.
static int parse_valued(struct request *request, const char *option, const char *value) {
    if (!strcmp(option, "--parent")) request->parent = (pid_t)number(option, value);
    else if (!strcmp(option, "--read")) add_path(request, value, 0);
    else if (!strcmp(option, "--write")) add_path(request, value, 1);
    else if (!strcmp(option, "--cpu-seconds")) request->cpu_seconds = number(option, value);
    else if (!strcmp(option, "--data-bytes")) request->data_bytes = number(option, value);
    else if (!strcmp(option, "--address-space-bytes")) request->address_space_bytes = number(option, value);
    else if (!strcmp(option, "--file-bytes")) request->file_bytes = number(option, value);
    else if (!strcmp(option, "--files")) request->files = number(option, value);
    else return 0;
    return 1;
}

static int parse_flag(struct request *request, const char *option) {
    if (!strcmp(option, "--network")) request->has_network = 1;
    else if (!strcmp(option, "--keep-file-capabilities")) request->keeps_file_capabilities = 1;
    else if (!strcmp(option, "--allow-no-landlock")) request->allows_no_landlock = 1;
    else return 0;
    return 1;
}

struct request parse_request(int count, char **arguments, int (*other)(const char *option, const char *value)) {
    struct request request = {
        .cpu_seconds = RLIM_INFINITY,
        .data_bytes = RLIM_INFINITY,
        .address_space_bytes = RLIM_INFINITY,
        .file_bytes = RLIM_INFINITY,
        .files = 256,
    };
    int i = 1;
    for (; i < count && strcmp(arguments[i], "--") != 0; i++) {
        if (parse_flag(&request, arguments[i])) continue;
        const char *option = arguments[i++], *value = i < count ? arguments[i] : NULL;
        if (!value || !(parse_valued(&request, option, value) || (other && other(option, value))))
            refuse_with(WRONG_USAGE, "understand %s: no such option, or no value", option);
    }
    if (i + 1 >= count || arguments[i + 1][0] != '/') refuse_with(WRONG_USAGE, "run anything: `-- /absolute/PROGRAM` is missing");
    if (request.files < 16 || request.files > 1 << 20) refuse_with(WRONG_USAGE, "allow %llu files", (unsigned long long)request.files);
    request.command = arguments + i + 1;
    return request;
}
