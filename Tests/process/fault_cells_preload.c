// Loaded into porated by fault_cells.py: steps its wall clock and lets its disk hang, as the machine around it would,
// and counts connections that could not be accepted.
// The monotonic clock, by which everything about safety runs, is never touched.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct board {
  volatile int64_t wall_step_s;
  volatile int64_t disk_hangs;
  // How many calls found the disk hanging: the test's proof that the fault was in effect.
  volatile int64_t hung;
  // How often the stepped wall clock was read.
  volatile int64_t stepped;
  // How often a connection could not be accepted for want of a descriptor.
  volatile int64_t unaccepted;
};

static struct board none;
static struct board *board = &none;
static int (*real_gettime)(clockid_t, struct timespec *);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_accept4)(int, struct sockaddr *, socklen_t *, int);

__attribute__((constructor)) static void begin(void) {
  real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_accept4 = dlsym(RTLD_NEXT, "accept4");
  const char *path = getenv("FAULT_CELLS_BOARD");
  int descriptor = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (descriptor < 0) return;
  void *mapped = mmap(NULL, sizeof(struct board), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (mapped != MAP_FAILED) board = mapped;
  close(descriptor);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = real_gettime(clock, now);
  if (result == 0 && clock == CLOCK_REALTIME && board->wall_step_s != 0) {
    now->tv_sec += board->wall_step_s;
    board->stepped += 1;
  }
  return result;
}

static void wait_for_disk(void) {
  if (board->disk_hangs) board->hung += 1;
  while (board->disk_hangs) usleep(2000);
}

int fsync(int descriptor) {
  wait_for_disk();
  return real_fsync(descriptor);
}

int fdatasync(int descriptor) {
  wait_for_disk();
  return real_fdatasync(descriptor);
}

int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags) {
  int accepted = real_accept4(descriptor, address, length, flags);
  if (accepted < 0 && errno == EMFILE) board->unaccepted += 1;
  return accepted;
}
