// Counts what is alive on the heap, by the sanitizer's own hooks.
#ifndef CHEAPWATCH_H
#define CHEAPWATCH_H

#include <stdbool.h>
#include <stddef.h>

/// Starts to count; false if the sanitizer takes no hook. Once, before the first measurement.
bool cheapwatch_install(void);

/// Begins a measurement: what is alive now counts as nothing.
void cheapwatch_begin(void);

/// The most bytes that were alive at one time since the last begin, beyond those alive then.
size_t cheapwatch_peak(void);

/// What is allocated from here on, until cheapwatch_resume_leaks, may live for ever: the constants of a target. The leak
/// checker would not see that they are held, because Swift keeps marks in the pointers of its indirect enumerations.
void cheapwatch_pause_leaks(void);

/// Ends cheapwatch_pause_leaks.
void cheapwatch_resume_leaks(void);

#endif
