package io.tidegate.hardware.modbus.meter;

/**
 * One entry of a register map.
 *
 * @param sensor name of the temperature sensor; empty for everything else
 * @param input an input register (function 4), else a holding register (function 3)
 * @param address protocol address of its first word
 * @param factor from the raw number to the unit of the quantity, sign included
 * @param min lowest value that is believed, in the unit of the quantity
 * @param max highest value that is believed
 */
record Register(
    Quantity quantity,
    String sensor,
    boolean input,
    int address,
    WordType type,
    boolean highFirst,
    double factor,
    double min,
    double max) {

  int end() {
    return address + type.words;
  }

  /** The value, or NaN when it is none or not plausible. */
  double value(int[] registers, int at) {
    double value = type.decode(registers, at, highFirst) * factor;
    return value >= min && value <= max ? value : Double.NaN;
  }
}
