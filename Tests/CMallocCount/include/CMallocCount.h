#ifndef CMALLOCCOUNT_H
#define CMALLOCCOUNT_H

#include <stdint.h>

// Counts what the calling thread takes from the heap: evidence at run time beside the compiler's proof. Linked into
// test programs only, where it stands before the C library's own functions.

/// How often the calling thread has asked for memory (malloc, calloc, realloc, aligned forms) since it began.
uint64_t cmalloccount_thread_allocations(void);

/// 0 where a sanitizer owns the heap, so that nothing is counted; else 1.
int cmalloccount_is_counting(void);

#endif
