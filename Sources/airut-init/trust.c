#define _GNU_SOURCE
#include "trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/.airut"
static const char authority_path[] = FOLDER "/authority.pem", bundle_path[] = FOLDER "/ca-bundle.pem";

enum { MAXIMUM_AUTHORITY_BYTES = 65536, MAXIMUM_BUNDLE_BYTES = 8 << 20 };

// What the system's programs read: Debian, Alpine and Arch; Fedora and RHEL (several names, mostly of one file); SUSE;
// BSD and Alpine's LibreSSL.
static const char *const system_bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/tls/cert.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
};

// OpenSSL and what is built on it, Go, Ruby, uv; curl; Python's requests and pip; git; AWS; Rust's cargo; gRPC; Nix; Erlang;
// Bundler; httplib2.
static const char *const bundle_variables[] = {
    "SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "GIT_SSL_CAINFO", "AWS_CA_BUNDLE",
    "CARGO_HTTP_CAINFO", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "NIX_SSL_CERT_FILE", "HEX_CACERTS_PATH",
    "BUNDLE_SSL_CA_CERT", "HTTPLIB2_CA_CERTS",
};

// Node.js and Deno bring their own list, and add to it what these name: at each start, so no more than needed.
static const char *const authority_variables[] = {"NODE_EXTRA_CA_CERTS", "DENO_CERT"};

struct text {
    char *bytes;
    size_t count;
};

// NULL bytes when there is no such file, or it is too large.
static struct text read_file(const char *path, size_t maximum) {
    struct text text = {NULL, 0};
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return text;
    int is_fit = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && (size_t)status.st_size <= maximum;
    if (is_fit) text.bytes = malloc((size_t)status.st_size + 1);
    while (text.bytes && text.count < (size_t)status.st_size) {
        ssize_t n = read(file, text.bytes + text.count, (size_t)status.st_size - text.count);
        if (n <= 0) break;
        text.count += (size_t)n;
    }
    close(file);
    return text;
}

static int write_text(int file, const struct text *text) {
    for (size_t done = 0; done < text->count;) {
        ssize_t n = write(file, text->bytes + done, text->count - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return -1;
        done += (size_t)n;
    }
    return 0;
}

// What this container trusted so far: what its image says, or else what its system has.
static struct text read_system_bundle(void) {
    const char *own = getenv("SSL_CERT_FILE");
    struct text text = {NULL, 0};
    if (own && strcmp(own, bundle_path) != 0) text = read_file(own, MAXIMUM_BUNDLE_BYTES);
    for (size_t i = 0; !text.bytes && i < sizeof system_bundles / sizeof *system_bundles; i++)
        text = read_file(system_bundles[i], MAXIMUM_BUNDLE_BYTES);
    return text;
}

static int write_bundle(const struct text *authority) {
    static char newline[] = "\n";
    const struct text separator = {newline, 1};
    struct text system = read_system_bundle();
    int file = open(bundle_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    int is_written = file >= 0 && fchmod(file, 0644) == 0 && write_text(file, &system) == 0 &&
                     write_text(file, &separator) == 0 && write_text(file, authority) == 0;
    if (file >= 0) close(file);
    free(system.bytes);
    return is_written ? 0 : -1;
}

// As far as this user may: several names can be one file, and a container's layer is new at each run.
static void append(const char *path, const struct text *authority) {
    struct text present = read_file(path, MAXIMUM_BUNDLE_BYTES);
    int is_known = present.bytes && memmem(present.bytes, present.count, authority->bytes, authority->count) != NULL;
    int is_ended = present.count == 0 || (present.bytes && present.bytes[present.count - 1] == '\n');
    int file = present.bytes && !is_known ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    if (file >= 0 && (is_ended || write(file, "\n", 1) == 1)) (void)write_text(file, authority);
    if (file >= 0) close(file);
    free(present.bytes);
}

const char *trust_authority(void) {
    struct text authority = read_file(authority_path, MAXIMUM_AUTHORITY_BYTES);
    if (!authority.bytes) return access(authority_path, F_OK) == 0 ? "read the network's authority" : NULL;
    if (write_bundle(&authority) != 0) return "write the certificates to trust";
    for (size_t i = 0; i < sizeof system_bundles / sizeof *system_bundles; i++) append(system_bundles[i], &authority);
    for (size_t i = 0; i < sizeof bundle_variables / sizeof *bundle_variables; i++)
        if (setenv(bundle_variables[i], bundle_path, 1) != 0) return "set an environment variable";
    for (size_t i = 0; i < sizeof authority_variables / sizeof *authority_variables; i++)
        if (setenv(authority_variables[i], authority_path, 1) != 0) return "set an environment variable";
    free(authority.bytes);
    return NULL;
}
