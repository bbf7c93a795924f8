package io.tidegate.hardware.modbus.meter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A meter's registers and the requests that read them: neighbours share one.
 *
 * @param title what the map says of the meter
 */
record RegisterMap(String title, List<Register> registers, List<Block> blocks) {

  /** Registers that one request reads. */
  record Block(boolean input, int address, int count, List<Register> registers) {}

  /**
   * @param mostAtOnce most registers that the meter gives in one answer
   */
  static RegisterMap of(String title, List<Register> registers, int mostAtOnce) {
    List<Register> sorted = new ArrayList<>(registers);
    sorted.sort(Comparator.comparing(Register::input).thenComparing(Register::address));
    List<Block> blocks = new ArrayList<>();
    List<Register> block = new ArrayList<>();
    for (Register register : sorted) {
      if (!block.isEmpty() && !follows(block, register, mostAtOnce)) {
        blocks.add(block(block));
        block.clear();
      }
      block.add(register);
    }
    if (!block.isEmpty()) {
      blocks.add(block(block));
    }
    return new RegisterMap(title, List.copyOf(registers), List.copyOf(blocks));
  }

  private static boolean follows(List<Register> block, Register next, int mostAtOnce) {
    Register first = block.get(0);
    Register last = block.get(block.size() - 1);
    // a gap may hold addresses that the meter refuses, so only true neighbours share a request
    return last.input() == next.input()
        && last.end() == next.address()
        && next.end() - first.address() <= mostAtOnce;
  }

  private static Block block(List<Register> registers) {
    Register first = registers.get(0);
    Register last = registers.get(registers.size() - 1);
    return new Block(
        first.input(), first.address(), last.end() - first.address(), List.copyOf(registers));
  }

  boolean has(Quantity quantity) {
    return registers.stream().anyMatch(register -> register.quantity() == quantity);
  }
}
