// What loader.c needs to know of x86-64, where it is a program of musl's, and gives the libraries musl's libc.
#include "loader_elf64.h"

enum { SYS_READ = 0, SYS_WRITE = 1, SYS_CLOSE = 3, SYS_MMAP = 9, SYS_GETTID = 186, SYS_EXIT_GROUP = 231, SYS_OPENAT = 257, MMAP_UNIT = 1 };
enum { R_NONE = 0, R_ABSOLUTE = 1, R_GLOB_DAT = 6, R_JUMP_SLOT = 7, R_RELATIVE = 8, R_IRELATIVE = 37 };
// musl has a thread of its own.
enum { THREAD_TID = 0, THREAD_PID = 4, THREAD_FLAGS = 8 };

static long call(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return number;
}
static void set_slots(Word *slots) { (void)slots; }
void begin(Word *stack);
// The kernel leaves the number of arguments before them.
int main(int argc, char **argv) { (void)argc; begin((Word *)argv - 1); }

unsigned long of_bridge(const char *name);
