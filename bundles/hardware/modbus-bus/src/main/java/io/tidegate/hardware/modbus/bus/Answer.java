package io.tidegate.hardware.modbus.bus;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import io.tidegate.api.modbus.ModbusException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Locale;

/** Checks an answer's PDU against its request before anything of it is believed. */
final class Answer {
  private static final int EXCEPTION = 0x80;

  private Answer() {}

  /**
   * The registers read; an empty array for a write.
   *
   * @throws ModbusException {@code ERR_MODBUS_EXCEPTION_nn} when the device refused
   * @throws ForeignAnswerException when the answer is none to this request
   */
  static int[] of(Request request, byte[] pdu)
      throws ModbusException, ForeignAnswerException, IOException {
    int function = pdu[0] & 0xff;
    if (function == (request.function() | EXCEPTION) && pdu.length == 2) {
      int exception = pdu[1] & 0xff;
      throw new ModbusException(
          String.format(Locale.ROOT, "ERR_MODBUS_EXCEPTION_%02d", exception),
          "the device refuses " + request + ": " + meaning(exception),
          null);
    }
    if (function != request.function()) {
      throw new ForeignAnswerException("function " + function + " answers " + request);
    }
    return request.values().length == 0 ? registers(request, pdu) : written(request, pdu);
  }

  private static int[] registers(Request request, byte[] pdu)
      throws ForeignAnswerException, IOException {
    int bytes = 2 * request.count();
    if (pdu.length != 2 + bytes || (pdu[1] & 0xff) != bytes) {
      throw new ForeignAnswerException((pdu.length - 2) + " bytes of data answer " + request);
    }
    // functions 3 and 4 are answered in the same form
    ReadMultipleRegistersResponse message = new ReadMultipleRegistersResponse();
    message.readData(new DataInputStream(new ByteArrayInputStream(pdu, 1, pdu.length - 1)));
    int[] values = new int[request.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = message.getRegisterValue(i) & 0xffff;
    }
    return values;
  }

  private static int[] written(Request request, byte[] pdu) throws ForeignAnswerException {
    byte[] asked = request.pdu();
    boolean echoed = pdu.length == 5;
    for (int i = 1; echoed && i < 5; i++) {
      echoed = pdu[i] == asked[i];
    }
    if (!echoed) {
      throw new ForeignAnswerException("another address or count answers " + request);
    }
    return new int[0];
  }

  private static String meaning(int exception) {
    return switch (exception) {
      case Modbus.ILLEGAL_FUNCTION_EXCEPTION -> "illegal function";
      case Modbus.ILLEGAL_ADDRESS_EXCEPTION -> "illegal data address, check the register map";
      case Modbus.ILLEGAL_VALUE_EXCEPTION -> "illegal data value";
      default -> ModbusSlaveException.getMessage(exception);
    };
  }

  /** The bytes are no answer to the request: nothing on this connection can be trusted now. */
  static final class ForeignAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    ForeignAnswerException(String message) {
      super(message);
    }
  }
}
