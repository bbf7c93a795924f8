package io.tidegate.hardware.modbus.meter;

/** How a number lies in registers. */
enum WordType {
  INT16(1),
  UINT16(1),
  INT32(2),
  UINT32(2),
  FLOAT32(2);

  /** Registers that it takes. */
  final int words;

  WordType(int words) {
    this.words = words;
  }

  /**
   * The number at {@code at}; NaN where a float holds none.
   *
   * @param highFirst whether the first register holds the high word
   */
  double decode(int[] registers, int at, boolean highFirst) {
    if (words == 1) {
      return this == INT16 ? (short) registers[at] : registers[at];
    }
    int high = registers[highFirst ? at : at + 1];
    int low = registers[highFirst ? at + 1 : at];
    int bits = high << 16 | low;
    return switch (this) {
      case INT32 -> bits;
      case UINT32 -> Integer.toUnsignedLong(bits);
      default -> Float.intBitsToFloat(bits);
    };
  }
}
