#include <spawn.h>
// glibc declares it only where _GNU_SOURCE is defined, which Swift's own module of glibc is not
// built with.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
