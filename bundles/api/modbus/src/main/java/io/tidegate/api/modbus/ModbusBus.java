package io.tidegate.api.modbus;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One Modbus connection (TCP or RTU), owned by a bus bundle that serialises the requests on a
 * thread of its own. Drivers find it by the service property {@link #NAME}. Any thread; never
 * blocks.
 */
public interface ModbusBus {
  String NAME = "tidegate.modbus.bus";

  /**
   * Reads holding registers (function 3).
   *
   * @param unit 0–255
   * @param address protocol address, 0–65535: register 40001 is address 0
   * @param count 1–125
   * @param deadline for the whole request, waiting included
   * @return completes with {@code count} values 0–65535, or exceptionally with {@link
   *     ModbusException}
   */
  CompletionStage<int[]> readHolding(int unit, int address, int count, Duration deadline);

  /** Reads input registers (function 4); as {@link #readHolding}. */
  CompletionStage<int[]> readInput(int unit, int address, int count, Duration deadline);

  /** Writes holding registers (function 16). */
  CompletionStage<Void> writeHolding(int unit, int address, int[] values, Duration deadline);
}
