#include "CConfine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *program_name = "airut";

static void complain(const char *format, va_list values) {
    char text[2048];
    vsnprintf(text, sizeof text, format, values);
    // One write: several processes may complain at once.
    char line[2200];
    snprintf(line, sizeof line, "%s: cannot %s\n", program_name, text);
    fputs(line, stderr);
}

void refuse(const char *format, ...) {
    va_list values;
    va_start(values, format);
    complain(format, values);
    exit(NOT_CONFINED);
}

void refuse_with(int status, const char *format, ...) {
    va_list values;
    va_start(values, format);
    complain(format, values);
    exit(status);
}
