// What loader.c needs to know of 64-bit ARM: of the kernel's and the processor's manuals, and of bionic's thread.
#include "loader_elf64.h"

enum { SYS_OPENAT = 56, SYS_CLOSE = 57, SYS_READ = 63, SYS_WRITE = 64, SYS_EXIT_GROUP = 94, SYS_GETTID = 178, SYS_MMAP = 222, MMAP_UNIT = 1 };
enum { R_NONE = 0, R_ABSOLUTE = 257, R_GLOB_DAT = 1025, R_JUMP_SLOT = 1026, R_RELATIVE = 1027, R_IRELATIVE = 1032 };
// tid, the cached pid, and the flags of Android 6.0's pthread_internal_t.
enum { THREAD_TID = 16, THREAD_PID = 20, THREAD_FLAGS = 24 };

static long call(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c, x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}
static void set_slots(Word *slots) { __asm__ volatile("msr tpidr_el0, %0" ::"r"(slots)); }
__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n mov x0, sp\n b begin\n");
