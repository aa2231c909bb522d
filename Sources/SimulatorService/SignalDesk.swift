import ControlInterface
import Glibc
import Synchronization

/// Signals that wait for a trigger, by the number that the device's notice carries.
final class SignalDesk: Sendable {
  private struct Order {
    var signal: Int32
    var process: Int32
  }

  private let orders = Mutex<(next: UInt32, waiting: [UInt32: Order])>((1, [:]))

  /// Keeps an order; its number.
  func order(_ signal: Simulator.Injection.Signal, to process: Int32) -> UInt32 {
    let order = Order(signal: Self.number(signal), process: process)
    return orders.withLock { orders in
      let number = orders.next
      orders.next = orders.next &+ 1
      orders.waiting[number] = order
      return number
    }
  }

  /// Sends the signal of a number, once.
  func send(_ number: UInt32) {
    guard let order = orders.withLock({ $0.waiting.removeValue(forKey: number) }) else { return }
    if kill(order.process, order.signal) != 0 {
      complain("cannot signal \(order.process): \(String(cString: strerror(errno)))")
    }
  }

  static func number(_ signal: Simulator.Injection.Signal) -> Int32 {
    switch signal {
    case .kill: SIGKILL
    case .stop: SIGSTOP
    case .resume: SIGCONT
    }
  }
}
