#ifndef CREALTIME_H
#define CREALTIME_H

// Clock, scheduling, memory locking and wake-ups for the real-time loop: thin wrappers over Linux calls whose macros,
// variable arguments or errno Swift cannot reach without a lock or an allocation.
//
// Every function that can fail returns 0 (or a count, or a descriptor) on success and MINUS errno on failure.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The promise that the Swift compiler takes over into its proof of the real-time call tree: no allocation, no lock.
// It must stand before a declaration; each function so marked is a plain system call or a vDSO read.
#define CREALTIME_PROVEN \
  __attribute__((swift_attr("@_noAllocation"))) __attribute__((swift_attr("@_noLocks")))

// --- Time ---

/// CLOCK_MONOTONIC in nanoseconds since an arbitrary start; never steps back.
CREALTIME_PROVEN int64_t crealtime_clock_monotonic_ns(void);

/// Processor time used by the calling thread, nanoseconds.
CREALTIME_PROVEN int64_t crealtime_thread_cpu_ns(void);

/// Sleeps until CLOCK_MONOTONIC reaches `deadline_ns`; at once if that is past. A signal does not shorten the sleep.
CREALTIME_PROVEN int crealtime_sleep_until_ns(int64_t deadline_ns);

// --- Scheduling of the calling thread ---

/// SCHED_FIFO at `priority` (1 to 99) for the calling thread, not inherited by processes that it forks.
/// -EPERM without the right to it.
int crealtime_set_fifo(int priority);

/// 1 if the calling thread runs under SCHED_FIFO, 0 if it does not.
int crealtime_is_fifo(void);

/// Binds the calling thread to one processor, counted from 0. -EINVAL if there is no such processor.
int crealtime_pin_to_cpu(int cpu);

/// The processor that the calling thread is on, counted from 0.
int crealtime_current_cpu(void);

// --- Memory ---

/// Locks the pages of a range into memory. -ENOMEM or -EPERM above RLIMIT_MEMLOCK.
int crealtime_lock_memory(const void *_Nonnull start, size_t length);

/// Gives back what `crealtime_lock_memory` locked.
int crealtime_unlock_memory(const void *_Nonnull start, size_t length);

/// Touches and locks the next `bytes` of the calling thread's own stack, so that no page fault comes later.
/// -ENOMEM if the thread has not so much stack left, or above RLIMIT_MEMLOCK.
int crealtime_lock_stack(size_t bytes);

// --- Threads ---

/// A thread made by `crealtime_thread_start`, to be joined exactly once.
typedef struct {
  uint64_t id;
} crealtime_thread;

/// Starts a thread of `stack_bytes` with every signal blocked (handlers run elsewhere) that calls `body(context)`.
/// `name` is what `top -H` shows, 15 characters at most.
int crealtime_thread_start(
    crealtime_thread *_Nonnull thread, const char *_Nonnull name, size_t stack_bytes,
    void (*_Nonnull body)(void *_Nullable), void *_Nullable context);

/// Waits until the thread's body has returned.
int crealtime_thread_join(crealtime_thread thread);

// --- Deep sleep of the processor ---

/// Opens /dev/cpu_dma_latency asking for nothing yet; the kernel forgets the request when the descriptor is closed.
int crealtime_cpu_latency_open(void);

/// Asks through that descriptor for a wake-up within `microseconds`; a negative number takes the request back.
CREALTIME_PROVEN int crealtime_cpu_latency_request(int descriptor, int32_t microseconds);

// --- Bytes and wake-ups ---

/// Makes reads and writes on a descriptor return -EAGAIN where they would wait.
int crealtime_set_nonblocking(int descriptor);

/// Reads at most `count` bytes from a NON-BLOCKING descriptor. The number read; 0 at the end; -EAGAIN if there is
/// nothing now.
CREALTIME_PROVEN ssize_t crealtime_read(int descriptor, void *_Nonnull bytes, size_t count);

/// Writes at most `count` bytes to a NON-BLOCKING descriptor. The number written, which may be less; -EAGAIN if there
/// is no room now.
CREALTIME_PROVEN ssize_t crealtime_write(int descriptor, const void *_Nonnull bytes, size_t count);

/// Makes a descriptor that `crealtime_wake_post` makes readable: how the loop wakes an event loop.
int crealtime_wake_open(void);

/// Makes the descriptor readable; never waits. Posts add up until they are taken.
CREALTIME_PROVEN int crealtime_wake_post(int descriptor);

/// Takes all posts: how many there were, 0 if none.
CREALTIME_PROVEN int64_t crealtime_wake_take(int descriptor);

/// Closes a descriptor opened here.
int crealtime_close(int descriptor);

#endif
