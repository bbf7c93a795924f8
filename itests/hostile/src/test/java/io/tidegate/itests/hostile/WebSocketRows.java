package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** WebSocket frames (RFC 6455 §5). */
final class WebSocketRows {
  private static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED = 1003;
  private static final int NO_UTF8 = 1007;
  private static final int POLICY = 1008;
  private static final int TOO_LONG = 1009;
  private static final int FIRST_FRAGMENT = 0x01;
  private static final int FRAGMENT = 0x00;
  private static final int LAST_FRAGMENT = 0x80;

  static final List<Row> ROWS =
      List.of(
          new Row(
              "W1", "an unmasked frame", s -> closed(s, PROTOCOL_ERROR, WebSocketRows::unmasked)),
          new Row("W2", "reserved bits and opcodes", WebSocketRows::reserved),
          new Row("W3", "a long or fragmented control frame", WebSocketRows::badControl),
          new Row("W4", "text that is no UTF-8", WebSocketRows::badText),
          new Row(
              "W5",
              "a binary message",
              s -> closed(s, UNSUPPORTED, station -> station.frame(Attacker.BINARY, bytes("[]")))),
          new Row("W6", "a message of 20 MiB", s -> announced(s, 20L << 20, TOO_LONG)),
          new Row("W7", "a header that claims 2^62 bytes, or 2^63", WebSocketRows::absurdLengths),
          new Row("W8", "20,000 fragments of 1 KiB", s -> fragments(s, 20_000, 1_024, TOO_LONG)),
          new Row("W9", "endless empty fragments, a flood of pings", WebSocketRows::endless),
          new Row("W10", "a compressed bomb", WebSocketRows::bomb),
          new Row("W11", "fragments out of order", WebSocketRows::disorder),
          new Row("W12", "close frames that are wrong", WebSocketRows::badClose));

  private WebSocketRows() {}

  private interface Misdeed {
    void by(HostileStation station) throws IOException;
  }

  /** Whatever the gateway no longer reads may end in a reset, after its close frame. */
  private static void closed(Scene scene, int code, Misdeed misdeed) throws Exception {
    try (HostileStation station = scene.open()) {
      try {
        misdeed.by(station);
      } catch (SocketException e) {
        assertThat(station.socket().isClosed()).as("we did not hang up").isFalse();
      }
      long begin = System.nanoTime();
      assertThat(station.closeCode()).isEqualTo(code);
      assertThat(System.nanoTime() - begin)
          .as("gone within 2 s (and the machine's)")
          .isLessThan(20_000_000_000L);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void unmasked(HostileStation station) throws IOException {
    byte[] text = bytes("[2,\"1\",\"Heartbeat\",{}]");
    byte[] frame = new byte[text.length + 2];
    frame[0] = (byte) Attacker.TEXT;
    frame[1] = (byte) text.length;
    System.arraycopy(text, 0, frame, 2, text.length);
    station.write(frame);
  }

  private static void reserved(Scene scene) throws Exception {
    for (int first : new int[] {0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F}) {
      closed(scene, PROTOCOL_ERROR, station -> station.frame(first, bytes("[]")));
    }
  }

  private static void badControl(Scene scene) throws Exception {
    closed(scene, PROTOCOL_ERROR, station -> station.frame(Attacker.PING, new byte[126]));
    closed(scene, PROTOCOL_ERROR, station -> station.frame(0x09, bytes("x")));
  }

  private static void badText(Scene scene) throws Exception {
    byte[] overlong = {'[', (byte) 0xC0, (byte) 0x80, ']'};
    byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    byte[] cut = {'"', (byte) 0xE2, (byte) 0x82};
    for (byte[] bad : List.of(overlong, surrogate, cut)) {
      closed(scene, NO_UTF8, station -> station.frame(Attacker.TEXT, bad));
    }
    closed(
        scene,
        NO_UTF8,
        station -> {
          station.frame(FIRST_FRAGMENT, (byte) 0xE2);
          station.frame(LAST_FRAGMENT, (byte) 0x28, (byte) 0xA1);
        });
    split(scene);
  }

  /** A character in two fragments is well. */
  private static void split(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      byte[] call = bytes("[2,\"split-\u20ac\",\"Heartbeat\",{}]");
      int within = 11;
      station.frame(FIRST_FRAGMENT, Arrays.copyOf(call, within));
      station.frame(LAST_FRAGMENT, Arrays.copyOfRange(call, within, call.length));
      assertThat(station.answer().path(1).asText()).isEqualTo("split-\u20ac");
    }
  }

  private static void announced(Scene scene, long length, int code) throws Exception {
    closed(scene, code, station -> station.write(Attacker.header(Attacker.TEXT, length)));
  }

  private static void absurdLengths(Scene scene) throws Exception {
    announced(scene, 1L << 62, TOO_LONG);
    announced(scene, Long.MIN_VALUE, PROTOCOL_ERROR);
  }

  private static void fragments(Scene scene, int count, int size, int code) throws Exception {
    closed(
        scene,
        code,
        station -> {
          station.frame(FIRST_FRAGMENT, new byte[0]);
          byte[] fragment = Attacker.masked(FRAGMENT, bytes("x".repeat(size)));
          for (int i = 0; i < count; i++) {
            station.write(fragment);
          }
        });
  }

  private static void endless(Scene scene) throws Exception {
    fragments(scene, 5_000, 0, POLICY);
    closed(
        scene,
        POLICY,
        station -> {
          for (int i = 0; i < 1_000; i++) {
            station.frame(Attacker.PING, bytes("flood"));
          }
        });
  }

  /** 64 MiB in 64 KiB: inflating stops at the message limit. */
  private static void bomb(Scene scene) throws Exception {
    byte[] packed = deflated(64 << 20); // before anybody waits for it
    try (HostileStation station = scene.station(scene.identity())) {
      String head =
          station.exchange(
              Attacker.request(
                  "/" + station.identity(),
                  "Sec-WebSocket-Protocol: " + scene.version().wire(),
                  "Sec-WebSocket-Extensions: permessage-deflate"));
      assertThat(head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("permessage-deflate");
      station.frame(0xC1, packed);
      assertThat(station.closeCode()).isEqualTo(TOO_LONG);
    }
    // without an agreement the bit that marks it is an error
    closed(scene, PROTOCOL_ERROR, station -> station.frame(0xC1, packed));
  }

  private static byte[] deflated(int zeros) {
    java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    byte[] out = new byte[200_000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static void disorder(Scene scene) throws Exception {
    closed(scene, PROTOCOL_ERROR, station -> station.frame(LAST_FRAGMENT, bytes("]")));
    closed(
        scene,
        PROTOCOL_ERROR,
        station -> {
          station.frame(FIRST_FRAGMENT, bytes("["));
          station.frame(Attacker.TEXT, bytes("[]"));
        });
  }

  private static void badClose(Scene scene) throws Exception {
    closed(scene, PROTOCOL_ERROR, station -> station.frame(Attacker.CLOSE, (byte) 3));
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 2999, 5000}) {
      byte[] payload = {(byte) (code >> 8), (byte) code};
      closed(scene, PROTOCOL_ERROR, station -> station.frame(Attacker.CLOSE, payload));
    }
    byte[] reason = {3, (byte) 0xE8, (byte) 0xC3, 0x28};
    closed(scene, NO_UTF8, station -> station.frame(Attacker.CLOSE, reason));
  }
}
