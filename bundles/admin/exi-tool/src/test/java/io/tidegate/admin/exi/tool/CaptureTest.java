package io.tidegate.admin.exi.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Captures that we make: packets in, frames out, whatever the packets are. */
class CaptureTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] FIRST = V2gtp.frame(0x8001, HEX.parseHex("804080"));
  private static final byte[] SECOND = V2gtp.frame(0x8001, HEX.parseHex("80480000"));
  private static final int ETHERNET = 1;
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int ACK = 16;

  private record Ran(int code, List<String> lines, String err) {}

  private static Ran decode(byte[] capture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Tool.Call call =
        new Tool.Call(
            List.of("decode"),
            Path.of("."),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    int code = new ExiTool(new ByteArrayInputStream(capture)).run(call);
    return new Ran(code, out.toString(UTF_8).lines().toList(), err.toString(UTF_8));
  }

  /** A capture in the classic format. */
  private static byte[] pcap(ByteOrder order, boolean nanos, int link, byte[]... packets) {
    ByteBuffer file = ByteBuffer.allocate(1 << 16).order(order);
    file.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    file.putInt(0).putInt(0).putInt(1 << 18).putInt(link);
    int number = 0;
    for (byte[] packet : packets) {
      file.putInt(1_700_000_000 + number++).putInt(250_000).putInt(packet.length);
      file.putInt(packet.length).put(packet);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  private static byte[] pcap(byte[]... packets) {
    return pcap(ByteOrder.LITTLE_ENDIAN, false, ETHERNET, packets);
  }

  private static byte[] pcapng(ByteOrder order, byte[]... packets) {
    ByteBuffer file = ByteBuffer.allocate(1 << 16).order(order);
    file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
    file.putLong(-1).putInt(28);
    file.putInt(1).putInt(28).putShort((short) ETHERNET).putShort((short) 0).putInt(0);
    file.putShort((short) 9).putShort((short) 1).put((byte) 9).put(new byte[3]).putInt(28);
    file.putInt(0xbad).putInt(16).putInt(7).putInt(16);
    for (byte[] packet : packets) {
      int padded = (packet.length + 3) / 4 * 4;
      long time = 1_700_000_000_250_000_000L;
      file.putInt(6).putInt(32 + padded).putInt(0).putInt((int) (time >>> 32)).putInt((int) time);
      file.putInt(packet.length).putInt(packet.length).put(packet);
      file.put(new byte[padded - packet.length]).putInt(32 + padded);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  private static byte[] ethernet(byte[] ip, String tags, int type) {
    return join(new byte[12], HEX.parseHex(tags + String.format("%04x", type)), ip);
  }

  private static byte[] ipv6(int next, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
    packet.putInt(0x60000000).putShort((short) payload.length).put((byte) next).put((byte) 64);
    packet.put(HEX.parseHex("fe800000000000000000000000000001"));
    packet.put(HEX.parseHex("fe800000000000000000000000000002"));
    return packet.put(payload).array();
  }

  private static byte[] tcp(int sequence, int flags, byte[] payload) {
    ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
    segment.putShort((short) 50000).putShort((short) 61000).putInt(sequence).putInt(0);
    segment.put((byte) 0x50).put((byte) flags).putShort((short) 1000).putInt(0);
    return ethernet(ipv6(6, segment.put(payload).array()), "", 0x86dd);
  }

  private static byte[] udp(byte[] payload) {
    ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
    datagram.putShort((short) 50000).putShort((short) 15118);
    datagram.putShort((short) (8 + payload.length)).putShort((short) 0);
    return datagram.put(payload).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  @Test
  void readsEveryFormatOfCaptures() {
    byte[] packet = tcp(7, ACK, FIRST);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      assertOne(decode(pcap(order, false, ETHERNET, packet)), "2023-11-14T22:13:20.250Z");
      assertOne(decode(pcap(order, true, ETHERNET, packet)), "2023-11-14T22:13:20.000250Z");
      assertOne(decode(pcapng(order, packet)), "2023-11-14T22:13:20.250Z");
    }
  }

  private static void assertOne(Ran ran, String time) {
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.lines())
        .containsExactly(
            "{\"schema\":\"sap\",\"message\":\"supportedAppProtocolRes\",\"v2gtp\":\"8001\","
                + "\"frame\":{\"number\":1,\"time\":\""
                + time
                + "\",\"from\":\"[fe80:0:0:0:0:0:0:1]:50000\",\"to\":\"[fe80:0:0:0:0:0:0:2]:61000\"},"
                + "\"ResponseCode\":\"OK_SuccessfulNegotiation\"}");
  }

  @Test
  void looksIntoTagsExtensionHeadersAndOtherLinkLayers() {
    byte[] discovery = udp(HEX.parseHex("01fe9000000000020000"));
    byte[] plain = ipv6(17, discovery);
    byte[] extended = ipv6(0, join(HEX.parseHex("1100000000000000"), discovery));
    String length = String.format("%04x", 20 + discovery.length);
    String header = "4500" + length + "00000000" + "40110000" + "0a000001" + "0a000002";
    byte[] ipv4 = join(HEX.parseHex(header), discovery);
    byte[] type = HEX.parseHex("86dd");
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    List<byte[]> captures =
        List.of(
            pcap(ethernet(plain, "", 0x86dd)),
            pcap(ethernet(plain, "88a80001" + "81000002", 0x86dd)),
            pcap(ethernet(extended, "", 0x86dd)),
            pcap(ethernet(ipv4, "", 0x0800)),
            pcap(order, false, 113, join(new byte[14], type, plain)),
            pcap(order, false, 276, join(type, new byte[18], plain)),
            pcap(order, false, 101, plain),
            pcap(order, false, 229, plain));
    for (byte[] capture : captures) {
      Ran ran = decode(capture);
      assertThat(ran.lines()).hasSize(1);
      assertThat(ran.lines().get(0)).contains("SECCDiscoveryReq", "\"Security\":\"TLS\"");
    }
  }

  @Test
  void putsSegmentsInOrder() {
    byte[] both = join(FIRST, SECOND);
    int start = -5; // the sequence number passes zero
    Ran ran =
        decode(
            pcap(
                tcp(start - 1, SYN, new byte[0]),
                tcp(start, ACK, part(both, 0, 4)),
                tcp(start + 9, ACK, part(both, 9, both.length)),
                tcp(start, ACK, part(both, 0, 4)),
                tcp(start + 2, ACK, part(both, 2, 10)),
                tcp(start + both.length, ACK | FIN, new byte[0])));
    assertThat(ran.code()).isZero();
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(1)).contains("Failed_NoNegotiation");
  }

  @Test
  void goesOnAfterASegmentThatIsNotThere() {
    byte[][] packets = new byte[70][];
    packets[0] = tcp(1, ACK, FIRST);
    for (int i = 1; i < packets.length; i++) {
      packets[i] = tcp(100 + i * SECOND.length, ACK, SECOND);
    }
    Ran ran = decode(pcap(packets));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(71);
    assertThat(ran.lines().get(1)).contains("bytes of the TCP stream are missing");
  }

  @Test
  void saysThatAStreamIsEncryptedOrEndsInTheMiddle() {
    byte[] hello = HEX.parseHex("160301000501000001ff");
    Ran ran = decode(pcap(tcp(9, SYN, new byte[0]), tcp(10, ACK, hello)));
    assertThat(ran.lines()).isEmpty();
    assertThat(ran.err()).contains("encrypted (TLS), not read: 1");
    ran = decode(pcap(tcp(10, ACK, part(FIRST, 0, 9))));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.lines().get(0)).contains("ends inside a V2GTP frame");
    byte[] huge = HEX.parseHex("01fe8001ffffffff80");
    assertThat(decode(pcap(tcp(1, ACK, FIRST), tcp(1 + FIRST.length, ACK, huge))).lines().get(1))
        .contains("no V2GTP frame in the TCP stream");
  }

  @Test
  void saysThatACaptureIsDamaged() {
    byte[] capture = pcap(tcp(7, ACK, FIRST));
    Ran cut = decode(Arrays.copyOf(capture, capture.length - 3));
    assertThat(cut.code()).isEqualTo(2);
    assertThat(cut.err()).isEqualTo("tidegate exi: standard input: is cut short\n");
    capture[24 + 11] = 0x7f;
    assertThat(decode(capture).err()).contains("a packet of 2130706");
  }

  @Test
  void endsOnAnyDamage() {
    byte[] both = join(FIRST, SECOND);
    byte[][] seeds = {
      pcap(tcp(0, SYN, both), tcp(1, ACK, part(both, 0, 9)), tcp(10, ACK, part(both, 9, 23))),
      pcapng(ByteOrder.BIG_ENDIAN, tcp(1, ACK, both), ethernet(ipv6(17, udp(FIRST)), "", 0x86dd)),
    };
    Random random = new Random(15118);
    for (int i = 0; i < 10_000; i++) {
      byte[] damaged = seeds[i % seeds.length].clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      int cut = random.nextInt(4) == 0 ? random.nextInt(40) : 0;
      assertThat(decode(Arrays.copyOf(damaged, damaged.length - cut)).code()).isBetween(0, 2);
    }
  }
}
