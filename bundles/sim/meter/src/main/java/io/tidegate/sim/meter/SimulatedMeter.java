package io.tidegate.sim.meter;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Modbus TCP meter on loopback, unit 1, holding registers: 40001 active power in 10 W (signed),
 * 40002 reactive power in 10 var (signed), 40003 voltage in 0.1 V, 40004 frequency in 0.01 Hz,
 * 40005 top-oil temperature of a transformer in 0.1 °C. Other registers answer with exception 02.
 * Any thread.
 */
public final class SimulatedMeter implements AutoCloseable {
  private static final int UNIT = 1;
  private final AtomicLong polls = new AtomicLong();
  private final SimpleRegister activePower = new Counted();
  private final SimpleRegister reactivePower = new SimpleRegister(0);
  private final SimpleRegister voltage = new SimpleRegister(2300);
  private final SimpleRegister frequency = new SimpleRegister(5000);
  private final SimpleRegister temperature = new SimpleRegister(450);
  private final ModbusSlave slave;

  /**
   * @throws ModbusException when the port cannot be had
   */
  public SimulatedMeter(int port) throws ModbusException {
    SimpleProcessImage image = new SimpleProcessImage(UNIT);
    image.addRegister(activePower);
    image.addRegister(reactivePower);
    image.addRegister(voltage);
    image.addRegister(frequency);
    image.addRegister(temperature);
    slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 4, false, 60);
    slave.addProcessImage(UNIT, image);
    slave.open();
  }

  /**
   * @param importW power from the grid, W, negative for export; held to what 16 bits of 10 W can
   *     say
   */
  public void power(double importW) {
    activePower.setValue((short) Math.max(-32_768, Math.min(32_767, Math.round(importW / 10))));
    reactivePower.setValue((short) Math.round(importW / 200));
  }

  /** How often the active power was read. */
  public long polls() {
    return polls.get();
  }

  public void mains(double voltageV, double frequencyHz) {
    voltage.setValue((int) Math.round(voltageV * 10));
    frequency.setValue((int) Math.round(frequencyHz * 100));
  }

  public void temperature(double celsius) {
    temperature.setValue((short) Math.round(celsius * 10));
  }

  @Override
  public void close() {
    slave.close();
  }

  /** Counts how often it is told to somebody. */
  private final class Counted extends SimpleRegister {
    Counted() {
      super(0);
    }

    @Override
    public synchronized byte[] toBytes() {
      long unused = polls.incrementAndGet();
      return super.toBytes();
    }
  }
}
