// The layout of 64-bit ELF.
enum { DT_RELOCATIONS = 7, DT_RELOCATIONS_SIZE = 8, DT_PACKED = 0x60000011, ADDENDS_IN_PLACE = 0 };
typedef struct { u32 type, flags; Word offset, address, physical, in_file, in_memory, align; } Segment;
typedef struct { u32 name; u8 info, other; u16 section; Word value, size; } Symbol;
typedef struct { Word offset, info; long addend; } Relocation;
static u32 symbol_of(Word info) { return (u32)(info >> 32); }
static u32 kind_of(Word info) { return (u32)info; }
static long addend_of(const Relocation *relocation) { return relocation->addend; }
