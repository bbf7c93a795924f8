package io.tidegate.sim.slac;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.tidegate.codec.slac.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Raw Ethernet of EtherType 0x88E1 on one interface, on Linux. One thread receives, any sends. */
final class PacketPort implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 0x80003;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int ETHER_TYPE = 0x88e1;
  private static final int SOCKADDR_LL = 20;
  private static final int POLLFD = 8;
  private static final short POLLIN = 1;
  private static final int IFREQ = 40;
  private static final int IFNAMSIZ = 16;
  private static final long SIOCGIFINDEX = 0x8933;
  private static final long SIOCGIFHWADDR = 0x8927;

  private final NativeLibrary library;
  private final MacAddress address;
  private final int descriptor;

  private PacketPort(NativeLibrary library, MacAddress address, int descriptor) {
    this.library = library;
    this.address = address;
    this.descriptor = descriptor;
  }

  static PacketPort open(String device) throws IOException {
    NativeLibrary library = NativeLibrary.getInstance("c", PacketPort.class.getClassLoader());
    int descriptor = call(library, "socket", AF_PACKET, SOCK_RAW_CLOEXEC, 0);
    if (descriptor < 0) {
      throw new IOException("Raw Ethernet needs CAP_NET_RAW (errno " + Native.getLastError() + ")");
    }
    ByteBuffer index = ask(library, descriptor, device, SIOCGIFINDEX);
    ByteBuffer hardware = ask(library, descriptor, device, SIOCGIFHWADDR);
    byte[] octets = new byte[6];
    hardware.position(IFNAMSIZ + Short.BYTES).get(octets);
    ByteBuffer bound = ByteBuffer.allocate(SOCKADDR_LL).order(ByteOrder.nativeOrder());
    bound.putShort((short) AF_PACKET).put((byte) (ETHER_TYPE >>> 8)).put((byte) ETHER_TYPE);
    bound.putInt(index.getInt(IFNAMSIZ));
    if (call(library, "bind", descriptor, bound.array(), SOCKADDR_LL) < 0) {
      int errno = Native.getLastError();
      call(library, "close", descriptor);
      throw new IOException(device + " cannot be bound (errno " + errno + ")");
    }
    return new PacketPort(library, MacAddress.of(octets), descriptor);
  }

  private static ByteBuffer ask(NativeLibrary library, int descriptor, String device, long what)
      throws IOException {
    byte[] name = Arrays.copyOf(device.getBytes(StandardCharsets.UTF_8), IFNAMSIZ - 1);
    byte[] request = Arrays.copyOf(name, IFREQ);
    if (call(library, "ioctl", descriptor, what, request) < 0) {
      call(library, "close", descriptor);
      throw new IOException("There is no Ethernet interface " + device);
    }
    return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
  }

  private static int call(NativeLibrary library, String name, Object... arguments) {
    Function function = library.getFunction(name);
    return function.invokeInt(arguments);
  }

  MacAddress address() {
    return address;
  }

  /** What finds no room is lost. */
  void send(byte[] frame) {
    call(library, "send", descriptor, frame, (long) frame.length, MSG_DONTWAIT);
  }

  /** The next frame within the wait; its length, 0 when none has come. */
  int receive(byte[] buffer, int waitMs) throws IOException {
    ByteBuffer polled = ByteBuffer.allocate(POLLFD).order(ByteOrder.nativeOrder());
    polled.putInt(descriptor).putShort(POLLIN);
    if (call(library, "poll", polled.array(), 1L, waitMs) <= 0) {
      return 0;
    }
    int length = call(library, "recv", descriptor, buffer, (long) buffer.length, MSG_DONTWAIT);
    if (length < 0 && (polled.getShort(6) & ~POLLIN) != 0) {
      throw new IOException("the interface is gone (errno " + Native.getLastError() + ")");
    }
    return Math.max(0, length);
  }

  @Override
  public void close() {
    call(library, "close", descriptor);
  }
}
