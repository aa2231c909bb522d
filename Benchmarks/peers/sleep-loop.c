// A bare loop of clock_nanosleep: what a periodic thread costs when it does nothing.
// sleep-loop PERIOD_US SECONDS prints the percent of a processor that it used.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **words) {
  if (count != 3) return 64;
  const long long period = atoll(words[1]) * 1000, length = atoll(words[2]) * 1000000000LL;
  if (period <= 0 || length <= 0) return 64;
  const long long start = nanoseconds(CLOCK_MONOTONIC), used = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  for (long long due = start + period; due < start + length; due += period) {
    const struct timespec until = {.tv_sec = due / 1000000000LL, .tv_nsec = due % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
  }
  const double share = (double)(nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - used) / (double)(nanoseconds(CLOCK_MONOTONIC) - start);
  printf("%.4f\n", share * 100);
  return 0;
}
