// What the libraries find on x86-64, where no libc of Android is to be had: musl's, by the names in needs.h (NEED(name) each, of what the files
// want), and what bionic has of its own. It shows that the code runs, and nothing of Android.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int *__errno(void) { return &errno; }
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *library) {
  (void)prepare, (void)parent, (void)child, (void)library;
  return 0;
}
int __android_log_write(int level, const char *tag, const char *text) { return fprintf(stderr, "%d %s: %s\n", level, tag, text); }
off_t lseek64(int file, off_t offset, int whence) { return lseek(file, offset, whence); }
// bionic counts these otherwise.
static long of_system(int what) { return sysconf(what == 39 ? _SC_PAGESIZE : what == 97 ? _SC_NPROCESSORS_ONLN : what); }

#define NEED(name) extern char needed_##name[] __asm__(#name);
#include "needs.h"
#undef NEED
#define NEED(name) {#name, needed_##name},
static const struct { const char *name; void *at; } all[] = {
#include "needs.h"
};

unsigned long of_bridge(const char *name) {
  if (!strcmp(name, "sysconf")) return (unsigned long)of_system;
  for (size_t at = 0; at < sizeof all / sizeof *all; at++) if (!strcmp(name, all[at].name)) return (unsigned long)all[at].at;
  return 0;
}
