package io.tidegate.admin.exi.tool;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A capture file: classic pcap in either byte order, with micro- or nanoseconds, or pcapng. Reads
 * packet by packet; no length is believed beyond {@link #LONGEST}. One thread.
 */
final class Capture {
  /** Longest packet. */
  static final int LONGEST = 1 << 18;

  /** Longest block of pcapng that is passed over. */
  private static final int LONGEST_BLOCK = 1 << 24;

  private static final int MOST_INTERFACES = 1024;

  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int SIMPLE = 3;
  private static final int ENHANCED = 6;
  private static final int ORDER = 0x1a2b3c4d;

  /** A packet, and the type of its link layer as in the registry of capture files. */
  static final class Packet {
    final int link;
    final Instant time;
    final byte[] bytes;

    Packet(int link, Instant time, byte[] bytes) {
      this.link = link;
      this.time = time;
      this.bytes = bytes;
    }
  }

  /** An interface of pcapng. */
  private record Port(int link, long ticksPerSecond) {}

  private final DataInputStream in;
  private final boolean isNg;
  private boolean swapped;
  private boolean nanoseconds;
  private int link;
  private final List<Port> ports = new ArrayList<>();
  private boolean sectionBegun;

  private Capture(InputStream in, int magic) {
    this.in = new DataInputStream(in);
    this.isNg = magic == SECTION;
    this.swapped = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
    this.nanoseconds = magic == 0xa1b23c4d || magic == 0x4d3cb2a1;
  }

  /** Whether a file that begins with these four bytes is a capture. */
  static boolean isCapture(int magic) {
    return switch (magic) {
      case 0xd4c3b2a1, 0xa1b2c3d4, 0x4d3cb2a1, 0xa1b23c4d, SECTION -> true;
      default -> false;
    };
  }

  /**
   * Opens a capture.
   *
   * @param in what follows the first four bytes
   * @throws IOException if its header is damaged
   */
  static Capture open(InputStream in, int magic) throws IOException {
    Capture capture = new Capture(in, magic);
    if (!capture.isNg) {
      capture.skip(16);
      capture.link = capture.word() & 0xffff;
    }
    return capture;
  }

  /**
   * The next packet, or null at the end.
   *
   * @throws IOException if the file is damaged or cut short
   */
  Packet next() throws IOException {
    return isNg ? nextBlock() : nextRecord();
  }

  private int word() throws IOException {
    int word = in.readInt();
    return swapped ? Integer.reverseBytes(word) : word;
  }

  private void skip(int count) throws IOException {
    in.skipNBytes(count);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  /** The first byte of a record may be missing: that is the end. */
  private boolean isOver() throws IOException {
    in.mark(1);
    int first = in.read();
    in.reset();
    return first < 0;
  }

  private Packet nextRecord() throws IOException {
    if (isOver()) {
      return null;
    }
    long seconds = word() & 0xffffffffL;
    long fraction = word() & 0xffffffffL;
    int length = word();
    skip(4);
    check(length, LONGEST, "packet");
    Instant time = Instant.ofEpochSecond(seconds, nanoseconds ? fraction : fraction * 1000);
    return new Packet(link, time, bytes(length));
  }

  private static void check(int length, int most, String what) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("a " + what + " of " + Integer.toUnsignedString(length) + " bytes");
    }
  }

  private Packet nextBlock() throws IOException {
    while (true) {
      int type = SECTION;
      if (sectionBegun) {
        if (isOver()) {
          return null;
        }
        type = word();
      }
      if (type == SECTION || type == Integer.reverseBytes(SECTION)) {
        section();
        continue;
      }
      int length = word();
      check(length, LONGEST_BLOCK, "block");
      if (length < 12 || (length & 3) != 0) {
        throw new IOException("a block of " + length + " bytes");
      }
      Packet packet = block(type, length - 12);
      skip(4);
      if (packet != null) {
        return packet;
      }
    }
  }

  /** What follows the type of a section's header. */
  private void section() throws IOException {
    int length = in.readInt();
    int order = in.readInt();
    swapped = order != ORDER;
    if (swapped && Integer.reverseBytes(order) != ORDER) {
      throw new IOException("a section without a byte order");
    }
    length = swapped ? Integer.reverseBytes(length) : length;
    check(length, LONGEST_BLOCK, "section header");
    if (length < 28) {
      throw new IOException("a section header of " + length + " bytes");
    }
    skip(length - 12);
    ports.clear();
    sectionBegun = true;
  }

  /** The body of a block; what is not read of it is passed over. */
  private Packet block(int type, int length) throws IOException {
    switch (type) {
      case INTERFACE -> port(bytes(length));
      case ENHANCED -> {
        if (length >= 20) {
          return enhanced(length);
        }
        skip(length);
      }
      case SIMPLE -> {
        if (length >= 4) {
          return simple(length);
        }
        skip(length);
      }
      default -> skip(length);
    }
    return null;
  }

  private void port(byte[] body) throws IOException {
    if (body.length < 8 || ports.size() >= MOST_INTERFACES) {
      throw new IOException("a damaged interface");
    }
    long ticks = 1_000_000;
    int at = 8;
    while (at + 4 <= body.length) {
      int option = half(body, at);
      int length = half(body, at + 2);
      if (option == 0) {
        break;
      }
      if (option == 9 && length == 1 && at + 4 < body.length) {
        ticks = ticks(body[at + 4] & 0xff);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    ports.add(new Port(half(body, 0), ticks));
  }

  /** Ticks a second: a power of ten, or of two if the highest bit is set. */
  private static long ticks(int resolution) throws IOException {
    int exponent = resolution & 0x7f;
    boolean two = resolution >= 0x80;
    if (exponent > (two ? 40 : 12)) {
      throw new IOException("a resolution of time that is too fine");
    }
    long ticks = 1;
    for (int i = 0; i < exponent; i++) {
      ticks *= two ? 2 : 10;
    }
    return ticks;
  }

  private int half(byte[] bytes, int at) {
    int high = bytes[swapped ? at + 1 : at] & 0xff;
    return high << 8 | (bytes[swapped ? at : at + 1] & 0xff);
  }

  private Packet enhanced(int length) throws IOException {
    int port = word();
    long high = word() & 0xffffffffL;
    long ticks = high << 32 | (word() & 0xffffffffL);
    int captured = word();
    skip(4);
    check(captured, Math.min(LONGEST, length - 20), "packet");
    byte[] bytes = bytes(captured);
    skip(length - 20 - captured);
    if (port < 0 || port >= ports.size()) {
      throw new IOException("a packet of an interface that there is not");
    }
    Port of = ports.get(port);
    long rest = Long.remainderUnsigned(ticks, of.ticksPerSecond());
    long nanos =
        of.ticksPerSecond() <= 1_000_000_000L
            ? rest * 1_000_000_000L / of.ticksPerSecond()
            : Math.min(999_999_999L, (long) (rest * (1e9 / of.ticksPerSecond())));
    long seconds = Long.divideUnsigned(ticks, of.ticksPerSecond());
    return new Packet(of.link(), time(seconds, nanos), bytes);
  }

  private static Instant time(long seconds, long nanos) {
    boolean sane = seconds >= 0 && seconds <= Instant.MAX.getEpochSecond();
    return sane ? Instant.ofEpochSecond(seconds, nanos) : Instant.EPOCH;
  }

  private Packet simple(int length) throws IOException {
    int original = word();
    if (ports.isEmpty()) {
      throw new IOException("a packet of an interface that there is not");
    }
    int captured = Math.min(original < 0 ? Integer.MAX_VALUE : original, length - 4);
    check(captured, LONGEST, "packet");
    byte[] bytes = bytes(captured);
    skip(length - 4 - captured);
    return new Packet(ports.get(0).link(), Instant.EPOCH, bytes);
  }
}
