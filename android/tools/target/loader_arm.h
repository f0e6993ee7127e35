// What loader.c needs to know of 32-bit ARM: of the kernel's and the processor's manuals, of 32-bit ELF, and of bionic's thread.
// Here mmap takes its offset in pages, and set_tls is a call of ARM's kernel alone.
enum { SYS_READ = 3, SYS_WRITE = 4, SYS_CLOSE = 6, SYS_MMAP = 192, SYS_GETTID = 224, SYS_EXIT_GROUP = 248, SYS_OPENAT = 322, SYS_SET_TLS = 0x0f0005, MMAP_UNIT = 4096 };
enum { DT_RELOCATIONS = 17, DT_RELOCATIONS_SIZE = 18, DT_PACKED = 0x6000000f, ADDENDS_IN_PLACE = 1 };
enum { R_NONE = 0, R_ABSOLUTE = 2, R_GLOB_DAT = 21, R_JUMP_SLOT = 22, R_RELATIVE = 23, R_IRELATIVE = 160 };
enum { THREAD_TID = 8, THREAD_PID = 12, THREAD_FLAGS = 16 };
// Tables for unwinding, which Android's linker finds by an address in the code.
enum { PT_EXIDX = 0x70000001, EXIDX_ENTRY = 8 };

typedef struct { u32 type; Word offset, address, physical, in_file, in_memory; u32 flags, align; } Segment;
typedef struct { u32 name; Word value, size; u8 info, other; u16 section; } Symbol;
typedef struct { Word offset, info; } Relocation;
static u32 symbol_of(Word info) { return info >> 8; }
static u32 kind_of(Word info) { return info & 255; }
static long addend_of(const Relocation *relocation) { (void)relocation; return 0; }

static long call(long number, long a, long b, long c, long d, long e, long f) {
  register long r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c, r3 __asm__("r3") = d, r4 __asm__("r4") = e, r5 __asm__("r5") = f, r6 __asm__("r6") = number;
  // r7 is the compiler's own in Thumb code.
  __asm__ volatile("push {r7}\n mov r7, r6\n svc 0\n pop {r7}" : "+r"(r0) : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6) : "memory");
  return r0;
}
static void set_slots(Word *slots) { call(SYS_SET_TLS, (long)slots, 0, 0, 0, 0, 0); }
__asm__(".globl _start\n.type _start, %function\n.arm\n_start: mov r11, #0\n mov lr, #0\n mov r0, sp\n bl begin\n");

// The compiler calls these, too.
void *memset(void *at, int value, Word count);
void *memcpy(void *to, const void *from, Word count);
void __aeabi_memset(void *at, Word count, int value) { memset(at, value, count); }
void __aeabi_memclr(void *at, Word count) { memset(at, 0, count); }
void __aeabi_memclr4(void *at, Word count) { memset(at, 0, count); }
void __aeabi_memclr8(void *at, Word count) { memset(at, 0, count); }
void __aeabi_memcpy(void *to, const void *from, Word count) { memcpy(to, from, count); }
void __aeabi_memcpy4(void *to, const void *from, Word count) { memcpy(to, from, count); }
