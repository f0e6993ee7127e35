// What an app does first, by the library's C interface on Android's own libc: smoke_main FOLDER [SCENARIO]
//
// Opens an engine, asks it, closes it, opens it again, and gets an error and a panic as data. With a scenario (a library with the simulated
// country) it makes a whole run and reads its events to the end. Records are laid out by hand, as uniffi lays them out: where one has
// changed (EngineConfig, LabConfig, RunRequest, Event), this fails and says at which call. No sleeps: a pipe says that a future is ready.
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { uint64_t capacity, len; uint8_t *data; } Buffer;
typedef struct { int8_t code; Buffer error; } Status;
typedef void (*Ready)(uint64_t, int8_t);

static uint8_t bytes[4096];
static size_t used;

static void put8(uint8_t v) { bytes[used++] = v; }
static void put32(uint32_t v) { for (int shift = 24; shift >= 0; shift -= 8) put8((uint8_t)(v >> shift)); }
static void put64(uint64_t v) { put32((uint32_t)(v >> 32)); put32((uint32_t)v); }
static void put_text(const char *text) { size_t n = strlen(text); put32((uint32_t)n); memcpy(bytes + used, text, n); used += n; }
static uint32_t get32(const uint8_t *at) { return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]; }

static void fail(const char *what) { printf("smoke: %s\n", what); exit(1); }
static void *named(const char *name) { void *found = dlsym(RTLD_DEFAULT, name); if (!found) { printf("smoke: no %s\n", name); exit(1); } return found; }

static Buffer buffer(void) {
  Status status = {0};
  Buffer (*alloc)(uint64_t, Status *) = named("ffi_arna_rustbuffer_alloc");
  Buffer made = alloc(used, &status);
  if (status.code) fail("no buffer");
  memcpy(made.data, bytes, used);
  made.len = used;
  used = 0;
  return made;
}
static Buffer none(void) { used = 0; put8(0); return buffer(); }
static void let_go(Buffer one) { Status status = {0}; ((void (*)(Buffer, Status *))named("ffi_arna_rustbuffer_free"))(one, &status); }
static void well(Status *status, const char *what) {
  if (!status->code) return;
  printf("smoke: %s gives code %d: ", what, status->code);
  fwrite(status->error.data, 1, status->error.len, stdout);
  printf("\n");
  exit(1);
}

static uint64_t opened(const char *folder, const char *scenario, Status *status) {
  used = 0;
  put_text(folder);
  put_text("en");
  put8(1); put_text("KZ");
  if (scenario) { put8(1); put_text(scenario); put8(0); put64(1); } else put8(0);
  put32(0); /* no zone: times in UTC */
  Buffer config = buffer();
  uint64_t (*open)(Buffer, Buffer, Buffer, Buffer, Status *) = named("uniffi_arna_fn_constructor_engine_open");
  return open(config, none(), none(), none(), status);
}
static uint64_t again(uint64_t object, const char *clone) { Status status = {0}; uint64_t made = ((uint64_t (*)(uint64_t, Status *))named(clone))(object, &status); well(&status, clone); return made; }

static int ends[2];
static void ready(uint64_t data, int8_t result) { (void)data; if (write(ends[1], &result, 1) != 1) abort(); }
static void await(uint64_t future, const char *poll) {
  int8_t result = 1;
  // 1: it may be ready now, and wants to be asked again.
  while (result) { ((void (*)(uint64_t, Ready, uint64_t))named(poll))(future, ready, 0); if (read(ends[0], &result, 1) != 1) fail("the pipe is broken"); }
}

static void opens_and_closes(const char *folder) {
  for (int round = 1; round <= 2; round++) {
    Status status = {0};
    uint64_t engine = opened(folder, NULL, &status);
    well(&status, "Engine.open");
    Buffer nettests = ((Buffer (*)(uint64_t, Status *))named("uniffi_arna_fn_method_engine_nettests"))(again(engine, "uniffi_arna_fn_clone_engine"), &status);
    well(&status, "nettests");
    if (nettests.len < 4 || !get32(nettests.data)) fail("there are no nettests");
    let_go(nettests);
    ((void (*)(uint64_t, Status *))named("uniffi_arna_fn_method_engine_shutdown"))(again(engine, "uniffi_arna_fn_clone_engine"), &status);
    well(&status, "shutdown");
    ((void (*)(uint64_t, Status *))named("uniffi_arna_fn_free_engine"))(engine, &status);
    well(&status, "free");
    printf("smoke: opened and closed, time %d\n", round);
  }
  Status status = {0};
  opened("not/from/the/root", NULL, &status);
  // 1: an error of ours as data; 2 would be a panic.
  if (status.code != 1 || status.error.len < 8) fail("a wrong folder is no error");
  printf("smoke: an error comes as data\n");
}

// The shortest way to one: a buffer larger than there can be. It unwinds up to the call, through tables without an index.
static void panics(void) {
  Status status = {0};
  ((Buffer (*)(uint64_t, Status *))named("ffi_arna_rustbuffer_alloc"))(UINT64_MAX, &status);
  const char *said = "capacity overflow";
  if (status.code != 2 || status.error.len < strlen(said) || memcmp(status.error.data + status.error.len - strlen(said), said, strlen(said))) fail("a panic does not come back");
  let_go(status.error);
  printf("smoke: a panic comes as data\n");
}

static void runs(const char *folder, const char *scenario) {
  Status status = {0};
  uint64_t engine = opened(folder, scenario, &status);
  well(&status, "Engine.open in a simulated country");
  used = 0;
  put32(0); put32(0); put8(0); put8(0); put8(0); put8(0); put8(0); put8(0); put32(0); // RunRequest, as it is usual
  uint64_t future = ((uint64_t (*)(uint64_t, Buffer))named("uniffi_arna_fn_method_engine_start"))(again(engine, "uniffi_arna_fn_clone_engine"), buffer());
  await(future, "ffi_arna_rust_future_poll_u64");
  uint64_t run = ((uint64_t (*)(uint64_t, Status *))named("ffi_arna_rust_future_complete_u64"))(future, &status);
  well(&status, "start");
  enum { MEASURED = 6, FINISHED = 9, WHOLE = 1 };
  int measured = 0, ending = 0;
  while (!ending) {
    future = ((uint64_t (*)(uint64_t))named("uniffi_arna_fn_method_run_next_event"))(again(run, "uniffi_arna_fn_clone_run"));
    await(future, "ffi_arna_rust_future_poll_rust_buffer");
    Buffer event = ((Buffer (*)(uint64_t, Status *))named("ffi_arna_rust_future_complete_rust_buffer"))(future, &status);
    well(&status, "next_event");
    ((void (*)(uint64_t))named("ffi_arna_rust_future_free_rust_buffer"))(future);
    if (event.len < 5 || !event.data[0]) fail("the run has no end");
    uint32_t kind = get32(event.data + 1);
    if (kind == MEASURED) measured++;
    if (kind == FINISHED) ending = (int)get32(event.data + 5);
    let_go(event);
  }
  if (ending != WHOLE || measured < 6) { printf("smoke: ended as %d with %d measurements\n", ending, measured); exit(1); }
  printf("smoke: %s ran to its end, %d measurements\n", scenario, measured);
}

int smoke_main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IONBF, 0);
  if (argc < 2 || pipe(ends)) fail("a folder is wanted");
  if (((uint32_t (*)(void))named("ffi_arna_uniffi_contract_version"))() == 0) fail("no contract");
  if (argc > 2) runs(argv[1], argv[2]); else { opens_and_closes(argv[1]); panics(); }
  return 0;
}
