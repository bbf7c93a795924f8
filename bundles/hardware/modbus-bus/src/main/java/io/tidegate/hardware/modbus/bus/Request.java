package io.tidegate.hardware.modbus.bus;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import io.tidegate.api.modbus.ModbusException;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits or is on the wire.
 *
 * @param function 3, 4 or 16
 * @param values to write; empty for a read
 * @param answer completed once: by the answer, by the deadline, or by the end of the bus
 */
@SuppressWarnings("ArrayRecordComponent") // never compared but by its answer, which is unique
record Request(
    int unit, int function, int address, int count, int[] values, CompletableFuture<int[]> answer) {
  private static final int[] NOTHING = {};
  // so many fit a PDU of 253 bytes (Modbus application protocol V1.1b3 §6.3, §6.12)
  private static final int MOST_READ = 125;
  private static final int MOST_WRITTEN = 123;

  /** Throws {@link IllegalArgumentException} for a request that no device could answer. */
  static Request read(int function, int unit, int address, int count) {
    if (count < 1 || count > MOST_READ) {
      throw new IllegalArgumentException("count must be 1-125, got " + count);
    }
    return checked(new Request(unit, function, address, count, NOTHING, new CompletableFuture<>()));
  }

  static Request write(int unit, int address, int[] values) {
    if (values.length < 1 || values.length > MOST_WRITTEN) {
      throw new IllegalArgumentException("1-123 values can be written, got " + values.length);
    }
    return checked(
        new Request(
            unit,
            Modbus.WRITE_MULTIPLE_REGISTERS,
            address,
            values.length,
            values.clone(),
            new CompletableFuture<>()));
  }

  private static Request checked(Request request) {
    if (request.unit < 0 || request.unit > 255) {
      throw new IllegalArgumentException("unit must be 0-255, got " + request.unit);
    }
    if (request.address < 0 || request.address + request.count > 65_536) {
      throw new IllegalArgumentException("registers must lie within 0-65535");
    }
    return request;
  }

  /** The function code and the data, as they follow the unit on the wire. */
  byte[] pdu() {
    ModbusRequest message =
        switch (function) {
          case Modbus.READ_MULTIPLE_REGISTERS -> new ReadMultipleRegistersRequest(address, count);
          case Modbus.READ_INPUT_REGISTERS -> new ReadInputRegistersRequest(address, count);
          default -> new WriteMultipleRegistersRequest(address, registers());
        };
    byte[] data = message.getMessage();
    byte[] pdu = new byte[1 + data.length];
    pdu[0] = (byte) function;
    System.arraycopy(data, 0, pdu, 1, data.length);
    return pdu;
  }

  private Register[] registers() {
    Register[] registers = new Register[values.length];
    for (int i = 0; i < values.length; i++) {
      registers[i] = new SimpleRegister(values[i]);
    }
    return registers;
  }

  void fail(ModbusException exception) {
    answer.completeExceptionally(exception);
  }

  @Override
  public String toString() {
    return "function " + function + ", unit " + unit + ", address " + address + ", count " + count;
  }
}
