// airut-confine: runs one program with nothing but what it was given.
//
//     airut-confine [OPTION...] -- /absolute/PROGRAM [ARGUMENT...]
//
// The program dies with its parent, keeps descriptors 0 to 2, and cannot: gain privileges, open a path that was not
// named, run another program, start a process, signal or trace one, or use a socket (unless --network). Standard error
// carries a sentence and the exit status is 125 when a part of this cannot be had, 64 when an option is not understood; then
// the program has not run.
#include "CConfine.h"

int main(int count, char **arguments) {
    extern char **environ;
    program_name = "airut-confine";
    struct request request = parse_request(count, arguments, NULL);
    die_with_parent(&request);
    close_descriptors(3);
    run_confined(&request, environ);
}
