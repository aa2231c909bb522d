#ifndef CSERIALPORT_H
#define CSERIALPORT_H

// Serial ports as plain non-blocking descriptors: opened and set to raw 8N1 by libserialport, or by termios where the
// path is a pseudo-terminal, which libserialport does not take for a port. Once open both are alike: the real-time
// loop reads and writes the descriptor itself.
//
// Every function that can fail returns 0 (or a count) on success and MINUS errno on failure.

#include <stddef.h>

// No allocation, no lock: taken over by the Swift compiler's proof of the real-time call tree.
#define CSERIALPORT_PROVEN \
  __attribute__((swift_attr("@_noAllocation"))) __attribute__((swift_attr("@_noLocks")))

struct sp_port;

/// An open port. `library_port` is NULL for a pseudo-terminal.
typedef struct {
  int descriptor;
  struct sp_port *_Nullable library_port;
} cserialport_port;

/// Opens `path` (a symbolic link is followed) for this process alone: 8 data bits, no parity, one stop bit, no flow
/// control, `baud` bits a second, both buffers emptied.
///
/// -EBUSY if another process holds it, -ENOENT if there is nothing at the path, -ENOTTY or -ENODEV if that is no
/// serial port, -EINVAL if the rate is not offered.
int cserialport_open(const char *_Nonnull path, int baud, cserialport_port *_Nonnull port);

/// Closes the port; the structure then holds no descriptor.
void cserialport_close(cserialport_port *_Nonnull port);

/// 1 if this port is a pseudo-terminal, 0 if it is real.
int cserialport_is_pseudo_terminal(const cserialport_port *_Nonnull port);

/// Drops what has been received and not read, and what has been written and not sent.
CSERIALPORT_PROVEN int cserialport_flush(int descriptor);

/// Bytes received and not yet read.
CSERIALPORT_PROVEN int cserialport_bytes_to_read(int descriptor);

/// Bytes written that the driver still holds.
///
/// Always 0 on a pseudo-terminal, which hands each byte over at once: pace by the baud rate there.
CSERIALPORT_PROVEN int cserialport_bytes_to_send(int descriptor);

/// Makes a pseudo-terminal pair in raw mode, both ends non-blocking: `device` is what `device_path` names (at least 32
/// bytes), `controller` is its other end.
///
/// Keep `device` open as long as the pair lives: with no one holding it, reads of `controller` fail with -EIO.
int cserialport_make_pair(
    int *_Nonnull controller, int *_Nonnull device, char *_Nonnull device_path, size_t device_path_bytes);

#endif
