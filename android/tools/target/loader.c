// Loads libraries of Android in the place of Android's linker, for a test (on ARM under qemu): loader FILE.. -- ARGUMENT..
//
// Maps the files, gives bionic the thread block and the start arguments that it expects, relocates (also what is packed), calls what
// initialises, and then smoke_main of whichever file has it. What Android 7 could not load ends it with a sentence: a TLS segment,
// DT_RELR, a relocation that is not known, a symbol that no file has. It is freestanding: it has no libc of its own,
// but on x86-64, where no libc of Android is to be had and musl's takes its place (bridge.c).
typedef unsigned long Word;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

#if defined(__aarch64__)
#include "loader_arm64.h"
#elif defined(__arm__)
#include "loader_arm.h"
#else
#include "loader_x86_64.h"
#endif

enum { PROT_R = 1, PROT_W = 2, PROT_X = 4, MAP_OWN = 0x22, MAP_OWN_AT = 0x32, MAP_FILE_AT = 0x12 };
enum { PT_LOAD = 1, PT_DYNAMIC = 2, PT_TLS = 7 };
enum { DT_PLTRELSZ = 2, DT_HASH = 4, DT_STRTAB = 5, DT_SYMTAB = 6, DT_SONAME = 14, DT_TEXTREL = 22, DT_JMPREL = 23, DT_INIT_ARRAY = 25, DT_INIT_ARRAYSZ = 27,
       DT_RELR = 36, DT_GNU_HASH = 0x6ffffef5 };
enum { LOCAL = 0, WEAK = 2, IFUNC = 10 };
// How packed relocations are grouped (bionic's linker_reloc_iterators.h).
enum { BY_INFO = 1, BY_OFFSET = 2, BY_ADDEND = 4, HAS_ADDEND = 8 };

typedef struct { u8 id[16]; u16 type, machine; u32 version; Word entry, phoff, shoff; u32 flags; u16 ehsize, phentsize, phnum, shentsize, shnum, shstr; } Header;

typedef struct {
  const char *path, *name, *texts;
  Word base;
  Segment *segments;
  u16 segment_count;
  Symbol *symbols;
  Word symbol_count;
  Relocation *relocations, *calls;
  Word relocation_count, call_count;
  u8 *packed;
  Word *initialisers;
  Word initialiser_count;
} Library;

static Library libraries[16];
static int library_count, missing;

// The compiler may call these.
void *memset(void *at, int value, Word count) { for (u8 *byte = at; count--;) *byte++ = (u8)value; return at; }
void *memcpy(void *to, const void *from, Word count) { u8 *out = to; for (const u8 *in = from; count--;) *out++ = *in++; return to; }

static int is_same(const char *one, const char *other) { while (*one && *one == *other) one++, other++; return *one == *other; }
static void say(const char *text) { Word length = 0; while (text[length]) length++; call(SYS_WRITE, 2, (long)text, (long)length, 0, 0, 0); }
static void tell(const char *what, const char *which) { say("loader: "); say(which); say(" "); say(what); say("\n"); }
static void end(const char *what, const char *which) { tell(what, which); call(SYS_EXIT_GROUP, 99, 0, 0, 0, 0, 0); }

// ---- Files into memory

static void map(Library *library, int file, const Segment *segment) {
  Word start = segment->address & ~4095UL, skew = segment->address - start;
  int allowed = (segment->flags & 4 ? PROT_R : 0) | (segment->flags & 2 ? PROT_W : 0) | (segment->flags & 1 ? PROT_X : 0);
  long mapped = call(SYS_MMAP, (long)(library->base + start), (long)(segment->in_file + skew), allowed, MAP_FILE_AT, file, (long)((segment->offset & ~4095UL) / MMAP_UNIT));
  if (mapped < 0 && mapped > -4096) end("cannot be mapped", library->path);
  Word filled = segment->address + segment->in_file, top = segment->address + segment->in_memory, page = (filled + 4095) & ~4095UL;
  if (top > filled && (allowed & PROT_W)) {
    memset((void *)(library->base + filled), 0, (page < top ? page : top) - filled);
    if (top > page) call(SYS_MMAP, (long)(library->base + page), (long)(top - page), allowed, MAP_OWN_AT, -1, 0);
  }
}

// The number of symbols, which a table of hashes tells without being asked.
static Word count_of(const u32 *hash, const u32 *gnu) {
  if (hash) return hash[1];
  if (!gnu) return 0;
  u32 buckets = gnu[0], first = gnu[1], last = 0;
  const u32 *bucket = gnu + 4 + gnu[2] * (sizeof(Word) / sizeof(u32)), *chain = bucket + buckets;
  for (u32 at = 0; at < buckets; at++) if (bucket[at] > last) last = bucket[at];
  if (last) while (!(chain[last - first] & 1)) last++;
  return last + 1;
}

static void read_tags(Library *library, const Word *tag) {
  const u32 *hash = 0, *gnu = 0;
  Word name = 0;
  for (; tag[0]; tag += 2) {
    Word value = tag[1], address = library->base + tag[1];
    switch (tag[0]) {
      case DT_HASH: hash = (u32 *)address; break;
      case DT_GNU_HASH: gnu = (u32 *)address; break;
      case DT_STRTAB: library->texts = (char *)address; break;
      case DT_SYMTAB: library->symbols = (Symbol *)address; break;
      case DT_RELOCATIONS: library->relocations = (Relocation *)address; break;
      case DT_RELOCATIONS_SIZE: library->relocation_count = value / sizeof(Relocation); break;
      case DT_JMPREL: library->calls = (Relocation *)address; break;
      case DT_PLTRELSZ: library->call_count = value / sizeof(Relocation); break;
      case DT_PACKED: library->packed = (u8 *)address; break;
      case DT_INIT_ARRAY: library->initialisers = (Word *)address; break;
      case DT_INIT_ARRAYSZ: library->initialiser_count = value / sizeof(Word); break;
      case DT_SONAME: name = value; break;
      case DT_RELR: end("has DT_RELR, which is read since API 30", library->path); break;
      case DT_TEXTREL: end("has relocations in its code", library->path); break;
      default: break;
    }
  }
  library->symbol_count = count_of(hash, gnu);
  library->name = name ? library->texts + name : library->path;
}

static void load(const char *path) {
  static u8 head[4096];
  Library *library = &libraries[library_count++];
  library->path = path;
  int file = (int)call(SYS_OPENAT, -100, (long)path, 0, 0, 0, 0);
  if (file < 0) end("cannot be opened", path);
  call(SYS_READ, file, (long)head, sizeof head, 0, 0, 0);
  const Header *header = (Header *)head;
  const Segment *segments = (Segment *)(head + header->phoff);
  Word top = 0;
  for (int at = 0; at < header->phnum; at++) if (segments[at].type == PT_LOAD && segments[at].address + segments[at].in_memory > top) top = segments[at].address + segments[at].in_memory;
  top = (top + 0xffff) & ~0xffffUL;
  library->base = ((Word)call(SYS_MMAP, 0, (long)(top + 0x10000), 0, MAP_OWN, -1, 0) + 0xffff) & ~0xffffUL;
  library->segment_count = header->phnum;
  const Word *tags = 0;
  for (int at = 0; at < header->phnum; at++) {
    const Segment *segment = &segments[at];
    if (segment->type == PT_TLS) end("has a TLS segment, which is read since API 29", path);
    if (segment->type == PT_DYNAMIC) tags = (Word *)(library->base + segment->address);
    if (segment->type != PT_LOAD) continue;
    map(library, file, segment);
    if (segment->offset == 0) library->segments = (Segment *)(library->base + segment->address + header->phoff);
  }
  if (!tags) end("has nothing to link by", path);
  read_tags(library, tags);
  call(SYS_CLOSE, file, 0, 0, 0, 0, 0);
}

// ---- What Android's linker answers itself

static Word find(const char *name, int from, int until);

static int each_library(int (*tell_of)(void *, Word, void *), void *data) {
  struct { Word base; const char *name; Segment *segments; u16 count; } told;
  int result = 0;
  for (int at = 0; at < library_count && !result; at++) {
    told.base = libraries[at].base;
    told.name = libraries[at].path;
    told.segments = libraries[at].segments;
    told.count = libraries[at].segment_count;
    result = tell_of(&told, sizeof told, data);
  }
  return result;
}
static void *opened(const char *name, int flags) {
  (void)flags;
  if (!name) return (void *)-1;
  for (int at = 0; at < library_count; at++) if (is_same(name, libraries[at].name)) return &libraries[at];
  return 0;
}
static void *found_in(void *handle, const char *name) {
  if (handle == 0 || (long)handle == -1 || (long)handle == -2) return (void *)find(name, 0, library_count);
  int at = (int)((Library *)handle - libraries);
  return at >= 0 && at < library_count ? (void *)find(name, at, at + 1) : 0;
}
static int closed(void *handle) { (void)handle; return 0; }
static char *last_error(void) { return (char *)"not found"; }
static int not_known(const void *address, void *info) { (void)address; (void)info; return 0; }
static u32 targeted(void) { return 24; }
#ifdef __arm__
static Word unwinding(Word address, int *count) {
  *count = 0;
  for (int at = 0; at < library_count; at++) {
    const Library *library = &libraries[at];
    Word table = 0;
    int is_here = 0;
    for (int each = 0; each < library->segment_count; each++) {
      const Segment *segment = &library->segments[each];
      if (segment->type == PT_EXIDX) table = library->base + segment->address, *count = (int)(segment->in_memory / EXIDX_ENTRY);
      if (segment->type == PT_LOAD && address - library->base - segment->address < segment->in_memory) is_here = 1;
    }
    if (is_here && table) return table;
  }
  *count = 0;
  return 0;
}
#endif
static const struct { const char *name; void *function; } own[] = {
  {"dl_iterate_phdr", each_library}, {"dlopen", opened}, {"android_dlopen_ext", opened}, {"dlsym", found_in}, {"dlclose", closed},
  {"dlerror", last_error}, {"dladdr", not_known}, {"android_get_application_target_sdk_version", targeted},
#ifdef __arm__
  {"dl_unwind_find_exidx", unwinding},
#endif
};

static Word find(const char *name, int from, int until) {
  for (Word at = 0; at < sizeof own / sizeof *own; at++) if (is_same(name, own[at].name)) return (Word)own[at].function;
  for (int which = from; which < until; which++) {
    const Library *library = &libraries[which];
    for (Word at = 1; at < library->symbol_count; at++) {
      const Symbol *symbol = &library->symbols[at];
      if (!symbol->section || symbol->info >> 4 == LOCAL || !symbol->value || !is_same(name, library->texts + symbol->name)) continue;
      Word address = library->base + symbol->value;
      return (symbol->info & 15) == IFUNC ? ((Word (*)(void))address)() : address;
    }
  }
#ifdef __x86_64__
  return of_bridge(name);
#else
  return 0;
#endif
}

// ---- Relocations

static Word meant(const Library *library, u32 number) {
  if (!number) return 0;
  const Symbol *symbol = &library->symbols[number];
  if (symbol->section && symbol->info >> 4 == LOCAL) return library->base + symbol->value;
  const char *name = library->texts + symbol->name;
  Word found = find(name, 0, library_count);
  if (!found && symbol->info >> 4 != WEAK) {
    tell("is in no library", name);
    missing++;
  }
  return found;
}

static void relocate(const Library *library, Word offset, Word info, long addend) {
  Word *place = (Word *)(library->base + offset), value = meant(library, symbol_of(info));
  u32 kind = kind_of(info);
  // What is in the place of a call or an address is no addend: the linker left what it liked.
  if (ADDENDS_IN_PLACE) addend = kind == R_GLOB_DAT || kind == R_JUMP_SLOT ? 0 : (long)*place;
  switch (kind) {
    case R_NONE: break;
    case R_ABSOLUTE: case R_GLOB_DAT: case R_JUMP_SLOT: *place = value + (Word)addend; break;
    case R_RELATIVE: *place = library->base + (Word)addend; break;
    case R_IRELATIVE: *place = ((Word (*)(void))(library->base + (Word)addend))(); break;
    default: end("has a relocation that is not known", library->path);
  }
}

enum { BITS = 8 * sizeof(long) };
static long number(u8 **at) { // signed LEB128
  long value = 0;
  int shift = 0;
  u8 byte;
  do {
    byte = *(*at)++;
    if (shift < BITS) value |= (long)(byte & 127) << shift;
    shift += 7;
  } while (byte & 128);
  return shift < BITS && (byte & 64) ? value | -1L << shift : value;
}

static void relocate_packed(const Library *library) {
  u8 *at = library->packed;
  if (at[0] != 'A' || at[1] != 'P' || at[2] != 'S' || at[3] != '2') end("has relocations packed in a way that is not known", library->path);
  at += 4;
  long left = number(&at), addend = 0;
  Word offset = (Word)number(&at), info = 0;
  while (left > 0) {
    long size = number(&at), flags = number(&at), step = flags & BY_OFFSET ? number(&at) : 0;
    if (flags & BY_INFO) info = (Word)number(&at);
    if ((flags & HAS_ADDEND) && (flags & BY_ADDEND)) addend += number(&at);
    if (!(flags & HAS_ADDEND)) addend = 0;
    for (long each = 0; each < size; each++) {
      offset += (Word)(flags & BY_OFFSET ? step : number(&at));
      if (!(flags & BY_INFO)) info = (Word)number(&at);
      if ((flags & HAS_ADDEND) && !(flags & BY_ADDEND)) addend += number(&at);
      relocate(library, offset, info, addend);
    }
    left -= size;
  }
}

static void link_all(const Library *library, const Relocation *relocations, Word count) {
  for (Word at = 0; at < count; at++) relocate(library, relocations[at].offset, relocations[at].info, addend_of(&relocations[at]));
}
static void link(const Library *library) {
  link_all(library, library->relocations, library->relocation_count);
  link_all(library, library->calls, library->call_count);
  if (library->packed) relocate_packed(library);
}

// ---- The start

// bionic's slots of a thread: itself, its pthread_internal_t, and (for the first one) the kernel's arguments.
static Word slots[128] __attribute__((aligned(16)));
static u8 thread[65536] __attribute__((aligned(16)));
static void *abort_message;
static struct { int argc; char **argv, **envp; Word *auxv; void **abort_message; } arguments;

void begin(Word *stack) {
  int argc = (int)stack[0], split = 1;
  char **argv = (char **)(stack + 1), **envp = argv + argc + 1, **after = envp;
  while (*after) after++;
  while (split < argc && !is_same(argv[split], "--")) load(argv[split++]);
  arguments.argc = argc - split;
  arguments.argv = argv + split;
  arguments.envp = envp;
  arguments.auxv = (Word *)(after + 1);
  arguments.abort_message = &abort_message;
  slots[0] = (Word)slots;
  slots[1] = (Word)thread;
  slots[3] = (Word)&arguments;
  // The flags are of a thread that is not joined.
  *(int *)(thread + THREAD_TID) = *(int *)(thread + THREAD_PID) = (int)call(SYS_GETTID, 0, 0, 0, 0, 0, 0);
  *(u32 *)(thread + THREAD_FLAGS) = 3;
  set_slots(slots);
  // The libc is named last, and begins first.
  for (int at = library_count - 1; at >= 0; at--) link(&libraries[at]);
  if (missing) end("is not begun", "this");
  for (int at = library_count - 1; at >= 0; at--)
    for (Word each = 0; each < libraries[at].initialiser_count; each++) {
      Word function = libraries[at].initialisers[each];
      if (function && function != (Word)-1) ((void (*)(int, char **, char **))function)(arguments.argc, arguments.argv, envp);
    }
  Word start = find("smoke_main", 0, library_count), leave = find("exit", 0, library_count);
  if (!start || !leave) end("is in no library", "smoke_main");
  ((void (*)(int))leave)(((int (*)(int, char **))start)(arguments.argc, arguments.argv));
}
