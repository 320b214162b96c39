#include <libevdev/libevdev.h>

// Swift's Glibc module has no epoll, which waits for all devices by one descriptor.
#include <sys/epoll.h>

// The members of input_event's time have other names where time_t is wider than long; the macros
// that hide that name members, which Swift does not import.
static inline long long loket_event_seconds(const struct input_event *event) {
    return event->input_event_sec;
}
static inline long long loket_event_microseconds(const struct input_event *event) {
    return event->input_event_usec;
}
