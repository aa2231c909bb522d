/// The checksum CRC-32C (Castagnoli 1993, IEEE Transactions on Communications): reflected, polynomial 0x1EDC6F41,
/// first and last value inverted; "123456789" gives 0xE3069283.
///
/// It finds every damage of up to five bits in messages as short as ours (Koopman 2002, DSN).
public struct CRC32C: Sendable {
  private var remainder: UInt32 = 0xffff_ffff

  /// The remainders of the sixteen half bytes for the reflected polynomial 0x82F63B78.
  ///
  /// A member of the instance: a global table would be initialised lazily, under a lock.
  private let table: InlineArray<16, UInt32> = [
    0x0000_0000, 0x105e_c76f, 0x20bd_8ede, 0x30e3_49b1, 0x417b_1dbc, 0x5125_dad3, 0x61c6_9362, 0x7198_540d,
    0x82f6_3b78, 0x92a8_fc17, 0xa24b_b5a6, 0xb215_72c9, 0xc38d_26c4, 0xd3d3_e1ab, 0xe330_a81a, 0xf36e_6f75,
  ]

  /// A checksum of no bytes yet.
  @_noAllocation @_noLocks
  public init() {}

  /// Takes in one byte.
  @_noAllocation @_noLocks
  public mutating func update(_ byte: UInt8) {
    remainder ^= UInt32(byte)
    // Both indices are masked to 0 to 15.
    remainder = table[Int(truncatingIfNeeded: remainder & 15)] ^ (remainder &>> 4)
    remainder = table[Int(truncatingIfNeeded: remainder & 15)] ^ (remainder &>> 4)
  }

  /// The checksum of all bytes taken in.
  public var value: UInt32 { @_noAllocation @_noLocks get { ~remainder } }
}
