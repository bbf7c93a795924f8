package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** AF_PACKET on one interface, for EtherType 0x88E1. Needs CAP_NET_RAW. */
final class PacketSocket implements RawLink {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int ETHER_TYPE = 0x88e1;
  private static final int SOCKADDR_LL = 20;
  private static final int ETHERNET = 6;
  private static final int IFREQ = 40;
  private static final int IFNAMSIZ = 16;
  private static final long SIOCGIFINDEX = 0x8933;
  private static final long SIOCGIFHWADDR = 0x8927;
  private static final short ARPHRD_ETHER = 1;
  private static final int EPERM = 1;
  private static final int EACCES = 13;
  private static final int ENOBUFS = 105;

  private final Libc libc;
  private final String device;
  private final MacAddress address;
  private final int descriptor;

  private PacketSocket(Libc libc, String device, MacAddress address, int descriptor) {
    this.libc = libc;
    this.device = device;
    this.address = address;
    this.descriptor = descriptor;
  }

  /** Throws with a sentence for the operator. */
  static PacketSocket open(Libc libc, String device) throws IOException {
    // protocol 0: nothing of other interfaces comes in before the socket is bound
    int descriptor = libc.socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      throw refused(device, Libc.errno());
    }
    try {
      int index = ask(libc, descriptor, device, SIOCGIFINDEX).getInt(IFNAMSIZ);
      ByteBuffer hardware = ask(libc, descriptor, device, SIOCGIFHWADDR);
      if (hardware.getShort(IFNAMSIZ) != ARPHRD_ETHER) {
        throw new IOException("The network interface " + device + " is no Ethernet");
      }
      byte[] octets = new byte[ETHERNET];
      hardware.position(IFNAMSIZ + Short.BYTES).get(octets);
      if (libc.bind(descriptor, socketAddress(index)) < 0) {
        throw refused(device, Libc.errno());
      }
      return new PacketSocket(libc, device, MacAddress.of(octets), descriptor);
    } catch (IOException e) {
      libc.close(descriptor);
      throw e;
    }
  }

  /** Of the kernel itself: Java does not see interfaces without addresses. */
  private static ByteBuffer ask(Libc libc, int descriptor, String device, long what)
      throws IOException {
    byte[] name = device.getBytes(StandardCharsets.UTF_8);
    byte[] request = Arrays.copyOf(Arrays.copyOf(name, IFNAMSIZ - 1), IFREQ);
    if (libc.ioctl(descriptor, what, request) < 0) {
      throw new IOException("There is no network interface " + device);
    }
    return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
  }

  private static byte[] socketAddress(int index) {
    ByteBuffer address = ByteBuffer.allocate(SOCKADDR_LL).order(ByteOrder.nativeOrder());
    address.putShort((short) AF_PACKET);
    address.put((byte) (ETHER_TYPE >>> 8)).put((byte) ETHER_TYPE);
    address.putInt(index);
    return address.array();
  }

  private static IOException refused(String device, int errno) {
    return new IOException(
        errno == EPERM || errno == EACCES
            ? "Raw Ethernet on " + device + " needs the capability CAP_NET_RAW"
            : "Raw Ethernet on " + device + " was refused (errno " + errno + ")");
  }

  int descriptor() {
    return descriptor;
  }

  @Override
  public MacAddress address() {
    return address;
  }

  /** A frame that finds no room is lost, as on any line. */
  @Override
  public void send(byte[] frame) throws IOException {
    if (libc.send(descriptor, frame, MSG_DONTWAIT) < 0) {
      int errno = Libc.errno();
      if (errno != Libc.EAGAIN && errno != Libc.EINTR && errno != ENOBUFS) {
        throw new IOException("Nothing can be sent on " + device + " (errno " + errno + ")");
      }
    }
  }

  @Override
  public int receive(byte[] buffer) throws IOException {
    int length = libc.recv(descriptor, buffer, MSG_DONTWAIT);
    if (length < 0) {
      int errno = Libc.errno();
      if (errno != Libc.EAGAIN && errno != Libc.EINTR) {
        throw new IOException("Nothing can be received on " + device + " (errno " + errno + ")");
      }
      return 0;
    }
    return length;
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
