package io.tidegate.hardware.charger.board;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;

/** A board over a serial line: 8 data bits, no parity, 1 stop bit. */
final class SerialWire implements Wire {
  private static final int BITS = 8;

  private final SerialPort port;

  SerialWire(String device, int baud) throws IOException {
    try {
      port = SerialPort.getCommPort(device);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException(device + " is no serial port", e);
    }
    boolean set =
        port.setComPortParameters(baud, BITS, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY)
            && port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, WAIT_MS, 0)
            && port.openPort(0);
    if (!set) {
      throw new IOException(device + " cannot be opened (error " + port.getLastErrorCode() + ")");
    }
  }

  @Override
  public int read(byte[] into) throws IOException {
    int count = port.readBytes(into, into.length);
    if (count < 0) {
      throw new IOException("the serial line is gone");
    }
    return count;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    if (port.writeBytes(bytes, bytes.length) != bytes.length) {
      throw new IOException("the serial line takes no more");
    }
  }

  @Override
  public void close() {
    boolean unused = port.closePort();
  }
}
