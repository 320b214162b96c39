// Headers of the kernel that Swift's Glibc module leaves out.
#include <linux/fb.h>
#include <linux/kd.h>
#include <linux/netlink.h>
#include <linux/vt.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

// prctl is variadic, and Swift calls no variadic functions of C.
static inline int loket_set_parent_death_signal(int signal_number) {
    return prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0);
}

// syscall is variadic too, and glibc has a function of its own for it only since 2.36.
static inline int loket_pidfd_open(int process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}
