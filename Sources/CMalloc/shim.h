// Header of glibc that Swift's Glibc module leaves out: mallopt(3).
#include <malloc.h>
