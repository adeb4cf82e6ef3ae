#define _GNU_SOURCE
#include "dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int connect_to(const char *address, uint16_t port, int type) {
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
    int is_six = inet_pton(AF_INET6, address, &six.sin6_addr) == 1;
    if (!is_six && inet_pton(AF_INET, address, &four.sin_addr) != 1) exit(64);
    struct timeval patience = {30, 0};
    int file = socket(is_six ? AF_INET6 : AF_INET, type, 0);
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    int status = is_six ? connect(file, (struct sockaddr *)&six, sizeof six)
                        : connect(file, (struct sockaddr *)&four, sizeof four);
    return status == 0 ? file : -1;
}

int dial(char **arguments) {
    int type = strcmp(arguments[0], "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM;
    const char *text = arguments[3] ? arguments[3] : "hello";
    char answer[4096];
    size_t length = 0;
    // Connected, so that a datagram from another address is not taken.
    int file = connect_to(arguments[1], (uint16_t)atoi(arguments[2]), type);
    ssize_t count = file < 0 ? -1 : write(file, text, strlen(text));
    while (count > 0 && length < sizeof answer - 1) {
        count = read(file, answer + length, sizeof answer - 1 - length);
        if (count > 0) length += (size_t)count;
        if (type == SOCK_DGRAM) break;
    }
    if (count < 0) {
        puts(strerror(errno));
        return 1;
    }
    while (length > 0 && answer[length - 1] == '\n') length--;
    answer[length] = 0;
    char *last = strrchr(answer, '\n');
    puts(last ? last + 1 : answer);
    return 0;
}
