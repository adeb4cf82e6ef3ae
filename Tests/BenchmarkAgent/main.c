// The agent of the benchmarks: speaks Claude Code's stream-json and tells to the nanosecond when it began and ended.
//
// A line `edit` in its prompt makes it change a file, `pause` makes it wait for two seconds.
//
// As `… account LOG PROGRAM ARGUMENT…` it runs a program instead, and adds a line with the processor time in microseconds
// that this took, its own included, to a file.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long used(int who) {
    struct rusage usage;
    getrusage(who, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static int account(const char *log, char **command) {
    pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    char line[64];
    int length = snprintf(line, sizeof line, "%lld\n", used(RUSAGE_SELF) + used(RUSAGE_CHILDREN));
    int file = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0 || write(file, line, length) != length) return 126;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void change_a_file(void) {
    FILE *file = fopen("/workspace/fruits.txt", "a");
    if (!file) exit(1);
    fprintf(file, "%lld\n", now());
    fclose(file);
}

int main(int count, char **arguments) {
    long long began = now();
    if (count > 3 && strcmp(arguments[1], "account") == 0) return account(arguments[2], arguments + 3);
    static char prompt[1 << 20];
    size_t length = 0;
    ssize_t got;
    while (length < sizeof prompt - 1 && (got = read(0, prompt + length, sizeof prompt - 1 - length)) > 0) length += got;
    printf("{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s-1\",\"model\":\"bench\"}\n");
    fflush(stdout);
    if (strstr(prompt, "\nedit")) change_a_file();
    if (strstr(prompt, "\npause")) sleep(2);
    printf(
        "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"num_turns\":1,\"duration_ms\":5,"
        "\"result\":\"began %lld ended %lld\",\"session_id\":\"s-1\",\"total_cost_usd\":0.01}\n",
        began, now());
    return 0;
}
