#ifndef AIRUT_CCURL_SHIM_H
#define AIRUT_CCURL_SHIM_H

#include <curl/curl.h>
#include <string.h>
/* The wake-up of a waiting thread; the Glibc module does not export it. */
#include <sys/eventfd.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one wrapper per argument type. */

static inline CURLcode airut_curl_set_long(CURL *easy, CURLoption option, long value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode airut_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode airut_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode airut_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode airut_curl_set_transfer(
    CURL *easy, CURLoption option, size_t (*function)(char *, size_t, size_t, void *)
) {
    return (curl_easy_setopt)(easy, option, function);
}

static inline CURLcode airut_curl_set_opensocket(CURL *easy, curl_opensocket_callback function) {
    return (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

static inline CURLcode airut_curl_set_sockopt(CURL *easy, curl_sockopt_callback function) {
    return (curl_easy_setopt)(easy, CURLOPT_SOCKOPTFUNCTION, function);
}

static inline CURLcode airut_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode airut_curl_get_text(CURL *easy, CURLINFO info, const char **value) {
    return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode airut_curl_get_socket(CURL *easy, curl_socket_t *value) {
    return (curl_easy_getinfo)(easy, CURLINFO_ACTIVESOCKET, value);
}

/* When the certificate of the peer expires, in the TLS library's words; NULL when that is not known. */
static inline const char *airut_curl_expiry(CURL *easy) {
    static const char key[] = "Expire date:";
    struct curl_certinfo *info = NULL;
    if ((curl_easy_getinfo)(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info || info->num_of_certs < 1)
        return NULL;
    for (struct curl_slist *line = info->certinfo[0]; line; line = line->next) {
        if (strncmp(line->data, key, sizeof key - 1) == 0) return line->data + sizeof key - 1;
    }
    return NULL;
}

/* A message of curl_multi_info_read holds its result in a union. */
static inline CURLcode airut_curl_result(const CURLMsg *message) {
    return message->data.result;
}

#endif
