#define _GNU_SOURCE
#include "CSerialPort.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

// Linux gives the device ends of pseudo-terminals the major numbers 136 to 143.
static int is_pseudo_terminal(const struct stat *status) {
  return S_ISCHR(status->st_mode) && major(status->st_rdev) >= 136 && major(status->st_rdev) <= 143;
}

static int speed_for(int baud, speed_t *speed) {
  static const struct {
    int baud;
    speed_t speed;
  } rates[] = {
      {9600, B9600},       {19200, B19200},     {38400, B38400},     {57600, B57600},     {115200, B115200},
      {230400, B230400},   {460800, B460800},   {500000, B500000},   {576000, B576000},   {921600, B921600},
      {1000000, B1000000}, {1152000, B1152000}, {1500000, B1500000}, {2000000, B2000000}, {2500000, B2500000},
      {3000000, B3000000}, {3500000, B3500000}, {4000000, B4000000},
  };
  for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i += 1) {
    if (rates[i].baud == baud) {
      *speed = rates[i].speed;
      return 0;
    }
  }
  return -EINVAL;
}

static int set_raw(int descriptor, const speed_t *speed) {
  struct termios settings;
  if (tcgetattr(descriptor, &settings) != 0) return -errno;
  cfmakeraw(&settings);
  settings.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS);
  settings.c_cflag |= CLOCAL | CREAD;
  if (speed != NULL && cfsetspeed(&settings, *speed) != 0) return -errno;
  return tcsetattr(descriptor, TCSANOW, &settings) == 0 ? 0 : -errno;
}

// One process at a time. flock goes with the process however it dies, and binds root too, which TIOCEXCL does not.
static int lock_port(int descriptor) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return 0;
  return errno == EWOULDBLOCK ? -EBUSY : -errno;
}

static int open_pseudo_terminal(const char *path, int baud, cserialport_port *port) {
  speed_t speed;
  int error = speed_for(baud, &speed);
  if (error < 0) return error;
  const int descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  // No TIOCEXCL: the simulator keeps this end open, so the mark would outlive us and lock out the next start.
  error = lock_port(descriptor);
  if (error == 0) error = set_raw(descriptor, &speed);
  if (error == 0) error = cserialport_flush(descriptor);
  if (error < 0) {
    close(descriptor);
    return error;
  }
  *port = (cserialport_port){.descriptor = descriptor, .library_port = NULL};
  return 0;
}

static int from_library(enum sp_return result) {
  switch (result) {
  case SP_OK:
    return 0;
  case SP_ERR_ARG:
    return -EINVAL;
  case SP_ERR_MEM:
    return -ENOMEM;
  case SP_ERR_SUPP:
    return -ENOTSUP;
  case SP_ERR_FAIL:
    break;
  }
  return errno != 0 ? -errno : -EIO;
}

static int configure_real(struct sp_port *port, int baud) {
  enum sp_return result = sp_set_baudrate(port, baud);
  if (result == SP_OK) result = sp_set_bits(port, 8);
  if (result == SP_OK) result = sp_set_parity(port, SP_PARITY_NONE);
  if (result == SP_OK) result = sp_set_stopbits(port, 1);
  if (result == SP_OK) result = sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE);
  if (result == SP_OK) result = sp_flush(port, SP_BUF_BOTH);
  return from_library(result);
}

static int open_real(const char *path, int baud, cserialport_port *port) {
  struct sp_port *found = NULL;
  const enum sp_return named = sp_get_port_by_name(path, &found);
  // To a name that is well formed, a wrong argument means here that no such port is known to the system.
  if (named == SP_ERR_ARG) return -ENODEV;
  int error = from_library(named);
  if (error < 0) return error;
  error = from_library(sp_open(found, SP_MODE_READ_WRITE));
  if (error < 0) {
    sp_free_port(found);
    return error;
  }
  int descriptor = -1;
  error = from_library(sp_get_port_handle(found, &descriptor));
  if (error == 0) error = lock_port(descriptor);
  // Programs that lock nothing (terminal programs, modem probes) are kept out by the kernel.
  if (error == 0 && ioctl(descriptor, TIOCEXCL) != 0) error = -errno;
  if (error == 0) error = configure_real(found, baud);
  if (error < 0) {
    sp_close(found);
    sp_free_port(found);
    return error;
  }
  *port = (cserialport_port){.descriptor = descriptor, .library_port = found};
  return 0;
}

int cserialport_open(const char *path, int baud, cserialport_port *port) {
  *port = (cserialport_port){.descriptor = -1, .library_port = NULL};
  if (baud <= 0) return -EINVAL;
  // Resolved first: libserialport looks the last part of the name up among the system's ports.
  char resolved[PATH_MAX];
  if (realpath(path, resolved) == NULL) return -errno;
  struct stat status;
  if (stat(resolved, &status) != 0) return -errno;
  if (!S_ISCHR(status.st_mode)) return -ENOTTY;
  return is_pseudo_terminal(&status) ? open_pseudo_terminal(resolved, baud, port) : open_real(resolved, baud, port);
}

void cserialport_close(cserialport_port *port) {
  if (port->library_port != NULL) {
    sp_close(port->library_port);
    sp_free_port(port->library_port);
  } else if (port->descriptor >= 0) {
    close(port->descriptor);
  }
  *port = (cserialport_port){.descriptor = -1, .library_port = NULL};
}

int cserialport_is_pseudo_terminal(const cserialport_port *port) {
  return port->descriptor >= 0 && port->library_port == NULL;
}

int cserialport_flush(int descriptor) { return tcflush(descriptor, TCIOFLUSH) == 0 ? 0 : -errno; }

static int queued(int descriptor, unsigned long request) {
  int bytes = 0;
  return ioctl(descriptor, request, &bytes) == 0 ? bytes : -errno;
}

int cserialport_bytes_to_read(int descriptor) { return queued(descriptor, TIOCINQ); }

int cserialport_bytes_to_send(int descriptor) { return queued(descriptor, TIOCOUTQ); }

int cserialport_make_pair(int *controller, int *device, char *device_path, size_t device_path_bytes) {
  const int made = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (made < 0) return -errno;
  int error = 0;
  int held = -1;
  if (grantpt(made) != 0 || unlockpt(made) != 0) error = -errno;
  if (error == 0) error = -ptsname_r(made, device_path, device_path_bytes);
  if (error == 0) {
    held = open(device_path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    error = held < 0 ? -errno : set_raw(held, NULL);
  }
  if (error < 0) {
    if (held >= 0) close(held);
    close(made);
    return error;
  }
  *controller = made;
  *device = held;
  return 0;
}
