#define _GNU_SOURCE
#include "CRealtime.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const int64_t nanoseconds_per_second = 1000000000;

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  // Both clocks used here exist on every Linux, and `now` is ours: clock_gettime has no way left to fail.
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * nanoseconds_per_second + now.tv_nsec;
}

int64_t crealtime_clock_monotonic_ns(void) { return read_clock(CLOCK_MONOTONIC); }

int64_t crealtime_thread_cpu_ns(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }

int crealtime_sleep_until_ns(int64_t deadline_ns) {
  if (deadline_ns < 0) return -EINVAL;
  const struct timespec deadline = {
      .tv_sec = (time_t)(deadline_ns / nanoseconds_per_second),
      .tv_nsec = (long)(deadline_ns % nanoseconds_per_second),
  };
  int error;
  do {
    error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
  } while (error == EINTR);
  return -error;
}

int crealtime_set_fifo(int priority) {
  const struct sched_param parameters = {.sched_priority = priority};
  // 0 is the calling thread, not the process, for this call on Linux.
  return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters) == 0 ? 0 : -errno;
}

int crealtime_is_fifo(void) {
  const int policy = sched_getscheduler(0);
  return policy >= 0 && (policy & ~SCHED_RESET_ON_FORK) == SCHED_FIFO;
}

int crealtime_pin_to_cpu(int cpu) {
  if (cpu < 0 || cpu >= CPU_SETSIZE) return -EINVAL;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((size_t)cpu, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : -errno;
}

int crealtime_current_cpu(void) {
  const int cpu = sched_getcpu();
  return cpu < 0 ? -errno : cpu;
}

int crealtime_lock_memory(const void *start, size_t length) { return mlock(start, length) == 0 ? 0 : -errno; }

int crealtime_unlock_memory(const void *start, size_t length) { return munlock(start, length) == 0 ? 0 : -errno; }

// The room between the stack's lower end and the caller's frame, or 0 if it cannot be told.
static size_t stack_left(void) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  void *lowest = NULL;
  size_t size = 0;
  const int error = pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  if (error != 0) return 0;
  const char here = 0;
  const uintptr_t now = (uintptr_t)&here;
  return now > (uintptr_t)lowest ? now - (uintptr_t)lowest : 0;
}

__attribute__((noinline)) int crealtime_lock_stack(size_t bytes) {
  // Room for this frame and for mlock's own, below what is locked.
  const size_t reserve = 16384;
  const size_t left = stack_left();
  if (bytes == 0) return -EINVAL;
  if (left < reserve || left - reserve < bytes) return -ENOMEM;
  volatile char room[bytes];
  for (size_t i = 0; i < bytes; i += 4096) room[i] = 0;
  room[bytes - 1] = 0;
  return mlock((const void *)room, bytes) == 0 ? 0 : -errno;
}

// What a new thread is to do; made by the starter, freed by the thread.
struct start_order {
  void (*body)(void *);
  void *context;
};

static void *run_thread(void *argument) {
  struct start_order *const passed = argument;
  const struct start_order order = *passed;
  free(passed);
  order.body(order.context);
  return NULL;
}

int crealtime_thread_start(
    crealtime_thread *thread, const char *name, size_t stack_bytes, void (*body)(void *), void *context) {
  struct start_order *const order = malloc(sizeof *order);
  if (order == NULL) return -ENOMEM;
  *order = (struct start_order){.body = body, .context = context};

  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error != 0) {
    free(order);
    return -error;
  }
  pthread_t id = 0;
  error = pthread_attr_setstacksize(&attributes, stack_bytes);
  if (error == 0) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&id, &attributes, run_thread, order);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  pthread_attr_destroy(&attributes);
  if (error != 0) {
    free(order);
    return -error;
  }
  // A name too long is refused by the call; the thread then keeps its process's name, which harms nothing.
  pthread_setname_np(id, name);
  thread->id = (uint64_t)id;
  return 0;
}

int crealtime_thread_join(crealtime_thread thread) { return -pthread_join((pthread_t)thread.id, NULL); }

int crealtime_cpu_latency_open(void) {
  const int descriptor = open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  // Opening alone asks for nothing beyond the default, but says so explicitly for kernels where it asks for 0.
  const int error = crealtime_cpu_latency_request(descriptor, -1);
  if (error < 0) {
    close(descriptor);
    return error;
  }
  return descriptor;
}

int crealtime_cpu_latency_request(int descriptor, int32_t microseconds) {
  // The kernel's PM_QOS_CPU_LATENCY_DEFAULT_VALUE: no constraint.
  const int32_t value = microseconds < 0 ? 2000000000 : microseconds;
  const ssize_t written = write(descriptor, &value, sizeof value);
  if (written < 0) return -errno;
  return written == (ssize_t)sizeof value ? 0 : -EIO;
}

int crealtime_set_nonblocking(int descriptor) {
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0) return -errno;
  return fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 ? 0 : -errno;
}

ssize_t crealtime_read(int descriptor, void *bytes, size_t count) {
  ssize_t moved;
  do {
    moved = read(descriptor, bytes, count);
  } while (moved < 0 && errno == EINTR);
  return moved < 0 ? -errno : moved;
}

ssize_t crealtime_write(int descriptor, const void *bytes, size_t count) {
  ssize_t moved;
  do {
    moved = write(descriptor, bytes, count);
  } while (moved < 0 && errno == EINTR);
  return moved < 0 ? -errno : moved;
}

int crealtime_wake_open(void) {
  const int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int crealtime_wake_post(int descriptor) {
  const uint64_t one = 1;
  const ssize_t written = crealtime_write(descriptor, &one, sizeof one);
  // A full counter is readable already, which is all that a post promises.
  if (written == -EAGAIN) return 0;
  return written < 0 ? (int)written : 0;
}

int64_t crealtime_wake_take(int descriptor) {
  uint64_t posts = 0;
  const ssize_t got = crealtime_read(descriptor, &posts, sizeof posts);
  if (got == -EAGAIN) return 0;
  if (got < 0) return got;
  return posts > (uint64_t)INT64_MAX ? INT64_MAX : (int64_t)posts;
}

int crealtime_close(int descriptor) { return close(descriptor) == 0 ? 0 : -errno; }
