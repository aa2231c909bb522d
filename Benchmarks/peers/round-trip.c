// A closed loop of calls over a Unix socket: sends the request, waits for the whole answer, times it, again.
// round-trip SOCKET varlink|redis CALLS prints p50 and p99 in microseconds and calls a second.
// varlink: org.varlink.service.GetInfo, answers end with NUL. redis: PING, answers end with LF.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int ascending(const void *left, const void *right) {
  const long long a = *(const long long *)left, b = *(const long long *)right;
  return (a > b) - (a < b);
}

// One call; 0 if the answer came whole and is no error.
static int call(int line, const char *request, size_t length, char end) {
  char answer[65536];
  size_t have = 0;
  if (write(line, request, length) != (ssize_t)length) return -1;
  while (have < sizeof answer) {
    const ssize_t got = read(line, answer + have, sizeof answer - have);
    if (got <= 0) return -1;
    have += (size_t)got;
    if (answer[have - 1] == end) break;
  }
  if (have >= sizeof answer) return -1;
  answer[have - 1] = 0;
  return end == 0 ? (strstr(answer, "\"error\"") ? -1 : 0) : (strncmp(answer, "+PONG", 5) ? -1 : 0);
}

int main(int count, char **words) {
  static const char varlink[] = "{\"method\":\"org.varlink.service.GetInfo\"}";
  static const char redis[] = "*1\r\n$4\r\nPING\r\n";
  if (count != 4) return 64;
  const int is_varlink = strcmp(words[2], "varlink") == 0, calls = atoi(words[3]);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (calls <= 0 || strlen(words[1]) >= sizeof address.sun_path) return 64;
  strcpy(address.sun_path, words[1]);
  const int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line < 0 || connect(line, (struct sockaddr *)&address, sizeof address) != 0) {
    perror(words[1]);
    return 1;
  }
  // A varlink request ends with the NUL that ends the C string.
  const char *request = is_varlink ? varlink : redis;
  const size_t length = is_varlink ? sizeof varlink : sizeof redis - 1;
  const char end = is_varlink ? 0 : '\n';
  for (int index = 0; index < calls / 10 + 1; index++)
    if (call(line, request, length, end) != 0) return 1;
  long long *times = malloc((size_t)calls * sizeof *times);
  if (!times) return 1;
  const long long start = now();
  for (int index = 0; index < calls; index++) {
    const long long from = now();
    if (call(line, request, length, end) != 0) return 1;
    times[index] = now() - from;
  }
  const double seconds = (double)(now() - start) / 1e9;
  qsort(times, (size_t)calls, sizeof *times, ascending);
  printf("%.3f %.3f %.0f\n", (double)times[calls / 2] / 1e3, (double)times[calls / 100 * 99] / 1e3, calls / seconds);
  free(times);
  close(line);
  return 0;
}
