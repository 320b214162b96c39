#include <alsa/asoundlib.h>

// alsa-lib writes what it meets to standard error, unless a handler takes it. The handler's type is
// variadic, and Swift can write no such function.
static inline void loket_alsa_ignore(
    const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

static inline void loket_alsa_silence(void) { snd_lib_error_set_handler(loket_alsa_ignore); }
