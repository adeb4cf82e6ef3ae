#pragma once

// dial tcp|udp ADDRESS PORT [TEXT]: says the text and prints the last line of the answer, or why there is none.
int dial(char **arguments);
