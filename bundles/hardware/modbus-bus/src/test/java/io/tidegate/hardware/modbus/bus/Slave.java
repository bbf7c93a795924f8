package io.tidegate.hardware.modbus.bus;

import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A real Modbus TCP slave (j2mod's) on a free port of the loopback, unit 1. */
final class Slave implements AutoCloseable {
  final int port;
  private final ModbusSlave slave;
  private final SimpleProcessImage image = new SimpleProcessImage(1);

  /** Holding register n holds {@code base + n}, input register n holds {@code base + 1000 + n}. */
  static Slave start(int base, int registers) throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      free.close();
      return new Slave(port, base, registers);
    }
  }

  Slave(int port, int base, int registers) throws Exception {
    this.port = port;
    for (int i = 0; i < registers; i++) {
      image.addRegister(new SimpleRegister(base + i));
      image.addInputRegister(new SimpleInputRegister(base + 1000 + i));
    }
    slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 5, false);
    slave.addProcessImage(1, image);
    slave.open();
  }

  int register(int address) throws Exception {
    return image.getRegister(address).getValue();
  }

  @Override
  public void close() {
    ModbusSlaveFactory.close(slave);
  }
}
