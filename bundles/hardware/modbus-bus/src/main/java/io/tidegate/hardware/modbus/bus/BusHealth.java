package io.tidegate.hardware.modbus.bus;

import io.tidegate.api.modbus.ModbusException;

/**
 * What is known of a bus.
 *
 * @param good whether the last request got an answer, or none was made yet
 * @param failure of the last request; null when it is good
 * @param sentence for the operator
 */
record BusHealth(boolean good, ModbusException failure, String sentence) {
  static BusHealth idle(BusSettings settings) {
    return new BusHealth(true, null, "no request was made to " + settings.endpoint() + " yet");
  }

  static BusHealth connected(BusSettings settings) {
    return new BusHealth(true, null, "connected to " + settings.endpoint());
  }

  static BusHealth failed(ModbusException failure) {
    return new BusHealth(false, failure, failure.getMessage());
  }

  String code() {
    return failure == null ? "" : failure.code();
  }
}
