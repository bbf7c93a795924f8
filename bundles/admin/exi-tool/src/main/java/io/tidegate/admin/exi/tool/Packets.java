package io.tidegate.admin.exi.tool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds V2GTP in packets: in datagrams, and in the streams of TCP. Ethernet (with VLAN tags), Linux
 * cooked captures and raw IP; IPv6 with its extension headers, and IPv4. Fragments of IP are passed
 * over. One thread.
 */
final class Packets {
  /** Streams that are followed at a time; the one that was quiet the longest is forgotten. */
  private static final int MOST_STREAMS = 1024;

  private static final int ETHERNET = 1;
  private static final int RAW = 101;
  private static final int COOKED = 113;
  private static final int RAW_IPV6 = 229;
  private static final int COOKED_2 = 276;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final FrameDecoder decoder;
  private final String file;
  private final Map<String, TcpStream> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TcpStream> eldest) {
          return size() > MOST_STREAMS;
        }
      };
  private long number;
  private int encrypted;

  Packets(FrameDecoder decoder, String file) {
    this.decoder = decoder;
    this.file = file;
  }

  /** Streams that were seen to be encrypted. */
  int encrypted() {
    return encrypted;
  }

  /** Takes the next packet of the capture. */
  void packet(Capture.Packet packet) {
    number++;
    byte[] bytes = packet.bytes;
    switch (packet.link) {
      case ETHERNET -> tagged(bytes, 12, packet.time);
      case COOKED -> tagged(bytes, 14, packet.time);
      case COOKED_2 -> {
        if (bytes.length >= 20) {
          network(half(bytes, 0), bytes, 20, packet.time);
        }
      }
      case RAW, RAW_IPV6 -> {
        if (bytes.length > 0) {
          network((bytes[0] & 0xf0) == 0x60 ? IPV6 : IPV4, bytes, 0, packet.time);
        }
      }
      default -> {
        // of another link layer: nothing of ours
      }
    }
  }

  private static int half(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  /** From the type of a frame on, of which VLAN tags may come before the network layer. */
  private void tagged(byte[] bytes, int typeAt, Instant time) {
    int at = typeAt;
    while (at + 2 <= bytes.length) {
      int type = half(bytes, at);
      if (type != VLAN && type != SERVICE_VLAN) {
        network(type, bytes, at + 2, time);
        return;
      }
      at += 4;
    }
  }

  private void network(int type, byte[] bytes, int at, Instant time) {
    if (type == IPV6 && bytes.length >= at + 40) {
      ipv6(bytes, at, time);
    } else if (type == IPV4 && bytes.length >= at + 20) {
      ipv4(bytes, at, time);
    }
  }

  private void ipv6(byte[] bytes, int at, Instant time) {
    int end = Math.min(bytes.length, at + 40 + half(bytes, at + 4));
    String from = address(bytes, at + 8, 16);
    String to = address(bytes, at + 24, 16);
    int next = bytes[at + 6] & 0xff;
    int header = at + 40;
    // hop by hop, routing, destination options
    while ((next == 0 || next == 43 || next == 60) && header + 8 <= end) {
      next = bytes[header] & 0xff;
      header += ((bytes[header + 1] & 0xff) + 1) * 8;
    }
    transport(next, Arrays.copyOfRange(bytes, Math.min(header, end), end), from, to, time);
  }

  private void ipv4(byte[] bytes, int at, Instant time) {
    int header = (bytes[at] & 15) * 4;
    int end = Math.min(bytes.length, at + half(bytes, at + 2));
    boolean fragment = (half(bytes, at + 6) & 0x3fff) != 0;
    if (header >= 20 && !fragment && at + header <= end) {
      String from = address(bytes, at + 12, 4);
      String to = address(bytes, at + 16, 4);
      byte[] rest = Arrays.copyOfRange(bytes, at + header, end);
      transport(bytes[at + 9] & 0xff, rest, from, to, time);
    }
  }

  private static String address(byte[] bytes, int at, int length) {
    try {
      byte[] raw = Arrays.copyOfRange(bytes, at, at + length);
      return InetAddress.getByAddress(raw).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // of neither length
    }
  }

  private void transport(int protocol, byte[] bytes, String from, String to, Instant time) {
    if (protocol == UDP && bytes.length >= 8) {
      byte[] datagram = Arrays.copyOfRange(bytes, 8, bytes.length);
      if (V2gtp.begins(datagram, 0, datagram.length)) {
        decoder.decode(datagram, place(bytes, from, to, time));
      }
    } else if (protocol == TCP && bytes.length >= 20) {
      tcp(bytes, place(bytes, from, to, time));
    }
  }

  private Place place(byte[] bytes, String from, String to, Instant time) {
    String source = "[" + from + "]:" + half(bytes, 0);
    String target = "[" + to + "]:" + half(bytes, 2);
    return new Place(file, number, time, source, target);
  }

  private void tcp(byte[] bytes, Place place) {
    int header = (bytes[12] >> 4 & 15) * 4;
    if (header < 20 || header > bytes.length) {
      return;
    }
    int sequence = half(bytes, 4) << 16 | half(bytes, 6);
    int flags = bytes[13];
    byte[] payload = Arrays.copyOfRange(bytes, header, bytes.length);
    String key = place.from() + " " + place.to();
    TcpStream stream = streams.computeIfAbsent(key, k -> new TcpStream(decoder));
    boolean wasEncrypted = stream.isEncrypted();
    stream.segment(sequence, flags, payload, place);
    if (!wasEncrypted && stream.isEncrypted()) {
      encrypted++;
    }
    if (stream.isOver()) {
      streams.remove(key);
    }
  }

  /** The capture is over. */
  void end() {
    streams.values().forEach(TcpStream::end);
  }
}
