import CRealtime
import Glibc
import Testing

@Suite struct DescriptorTests {
  @Test func `posts add up until they are taken`() {
    let wake = crealtime_wake_open()
    defer { crealtime_close(wake) }
    #expect(crealtime_wake_take(wake) == 0)
    for _ in 0..<3 { #expect(crealtime_wake_post(wake) == 0) }
    #expect(crealtime_wake_take(wake) == 3)
    #expect(crealtime_wake_take(wake) == 0)
  }

  @Test func `a non-blocking descriptor says EAGAIN where it would wait`() {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends where end >= 0 { crealtime_close(end) } }
    for end in ends { #expect(crealtime_set_nonblocking(end) == 0) }
    var bytes = [UInt8](repeating: 7, count: 4096)
    #expect(crealtime_read(ends[0], &bytes, bytes.count) == -Int(EAGAIN))
    var written = 0
    var last = 0
    repeat {
      last = crealtime_write(ends[1], bytes, bytes.count)
      if last > 0 { written += last }
    } while last > 0
    #expect(last == -Int(EAGAIN))
    var read = 0
    repeat {
      last = crealtime_read(ends[0], &bytes, bytes.count)
      if last > 0 { read += last }
    } while last > 0
    #expect(read == written)
    #expect(crealtime_close(ends[1]) == 0)
    ends[1] = -1
    #expect(crealtime_read(ends[0], &bytes, bytes.count) == 0, "the end of the stream")
  }

  @Test func `a closed descriptor is an error and not a trap`() {
    #expect(crealtime_close(-1) == -EBADF)
    #expect(crealtime_wake_post(-1) == -EBADF)
    #expect(crealtime_wake_take(-1) == -Int64(EBADF))
    #expect(crealtime_set_nonblocking(-1) == -EBADF)
    #expect(crealtime_cpu_latency_request(-1, 0) == -EBADF)
  }

  @Test func `the processor's latency is requested, or the reason is told`() {
    let descriptor = crealtime_cpu_latency_open()
    guard descriptor >= 0 else {
      // Machines without the device file, or without the right to it.
      #expect([-ENOENT, -EACCES, -EPERM, -ENXIO].contains(descriptor))
      return
    }
    #expect(crealtime_cpu_latency_request(descriptor, 0) == 0)
    #expect(crealtime_cpu_latency_request(descriptor, -1) == 0)
    #expect(crealtime_close(descriptor) == 0)
  }

  @Test func `memory is locked and given back, and an impossible range is refused`() {
    let page = 4096
    let memory = UnsafeMutableRawPointer.allocate(byteCount: page, alignment: page)
    defer { memory.deallocate() }
    let answer = crealtime_lock_memory(memory, page)
    #expect([0, -EPERM, -ENOMEM, -EAGAIN].contains(answer))
    if answer == 0 { #expect(crealtime_unlock_memory(memory, page) == 0) }
    // The first page is never mapped.
    if let nowhere = UnsafeRawPointer(bitPattern: page) { #expect(crealtime_lock_memory(nowhere, page) != 0) }
  }
}
