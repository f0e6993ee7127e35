// For C on 32-bit ARM: there bionic's off_t has 32 bits and musl's 64. What takes an offset goes by the name that takes 64 bits on Android, too.
// Included before everything, so that each name has it when musl's header declares it.
#ifndef __ASSEMBLER__
#ifdef __cplusplus
extern "C" {
#endif
long long lseek(int, long long, int) __asm__("lseek64");
long long lseek64(int, long long, int);
int ftruncate(int, long long) __asm__("ftruncate64");
__PTRDIFF_TYPE__ pread(int, void *, __SIZE_TYPE__, long long) __asm__("pread64");
__PTRDIFF_TYPE__ pwrite(int, const void *, __SIZE_TYPE__, long long) __asm__("pwrite64");
void *mmap(void *, __SIZE_TYPE__, int, int, int, long long) __asm__("mmap64");
#ifdef __cplusplus
}
#endif
#endif
