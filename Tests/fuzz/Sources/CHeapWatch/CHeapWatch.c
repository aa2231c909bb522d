#include "CHeapWatch.h"

// Of the sanitizer's runtime (sanitizer/allocator_interface.h), declared here because toolchains do not all ship it.
extern int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void *, size_t),
                                                     void (*free_hook)(const volatile void *));
extern void __lsan_disable(void);
extern void __lsan_enable(void);
extern size_t __sanitizer_get_allocated_size(const volatile void *place);

// The fuzzer runs its inputs on one thread; its timer thread allocates nothing.
static long long alive, base, peak;

static void allocated(const volatile void *place, size_t size) {
  (void)place;
  alive += (long long)size;
  if (alive - base > peak) peak = alive - base;
}

static void freed(const volatile void *place) {
  if (place) alive -= (long long)__sanitizer_get_allocated_size(place);
}

bool cheapwatch_install(void) { return __sanitizer_install_malloc_and_free_hooks(allocated, freed) > 0; }

void cheapwatch_begin(void) {
  base = alive;
  peak = 0;
}

size_t cheapwatch_peak(void) { return (size_t)peak; }

void cheapwatch_pause_leaks(void) { __lsan_disable(); }

void cheapwatch_resume_leaks(void) { __lsan_enable(); }
