package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Slot;
import io.tidegate.codec.websocket.deflate.Deflation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Compressed messages (RFC 7692; row W10): agreed on, bounded, and nothing but the mark counts. */
@Execution(ExecutionMode.CONCURRENT)
class CompressionTest {
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
  private static final String LONG = "abc ".repeat(500);

  @TempDir Path home;
  private Rig rig;
  private RawClient client;

  @BeforeEach
  void connect() throws Exception {
    rig = new Rig(home, "ws.message.max=65536", "ws.fragments.max=8");
    client = open("CS01", OFFER);
  }

  @AfterEach
  void othersAreServedAndTheServerStops() throws Exception {
    try (RawClient other = rig.open("CS02")) {
      other.text("plain");
      assertThat(other.message()).isEqualTo("[3,\"plain\",{}]");
      assertThat(other.compressed()).isZero();
    }
    client.close();
    rig.close();
  }

  private RawClient open(String station, String... headers) throws Exception {
    RawClient opened = new RawClient(rig.port());
    opened.upgrade("/" + station, Rig.OCPP, headers);
    return opened;
  }

  private static byte[] packed(String text) {
    try (Deflation deflation = new Deflation()) {
      return deflation.deflate(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
  }

  private static byte[] zeros(int count) {
    Deflater deflater = new Deflater(9, true);
    try {
      deflater.setInput(new byte[count]);
      byte[] out = new byte[count / 500 + 1_000];
      return Arrays.copyOf(out, deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4);
    } finally {
      deflater.end();
    }
  }

  @Test
  void readsAndWritesCompressedMessages() throws Exception {
    client.frame(0xC1, packed(LONG));
    assertThat(client.message()).isEqualTo("[3,\"" + LONG + "\",{}]");
    assertThat(client.compressed()).isEqualTo(1);
    client.text("short");
    assertThat(client.message()).isEqualTo("[3,\"short\",{}]");
    assertThat(client.compressed()).as("not worth it").isEqualTo(1);
  }

  @Test
  void compressesWhatItAsksToo() throws Exception {
    Mailbox mailbox = rig.mailbox("CS01");
    OutboundCall call =
        new OutboundCall(
            "1",
            "GetVariables",
            "{\"n\":\"" + LONG + "\"}",
            OutboundCall.Urgency.ROUTINE,
            "",
            Duration.ZERO,
            Duration.ofSeconds(30),
            Optional.empty(),
            Slot.EMPTY);
    assertThat(mailbox.call(call)).isTrue();
    assertThat(client.message()).contains("GetVariables");
    assertThat(client.compressed()).isEqualTo(1);
  }

  @Test
  void readsACompressedMessageInFragments() throws Exception {
    byte[] packed = packed(LONG);
    client.frame(0x41, Arrays.copyOf(packed, 5));
    client.frame(0x89);
    client.frame(0x80, Arrays.copyOfRange(packed, 5, packed.length));
    assertThat(client.read().opcode()).isEqualTo(10);
    assertThat(client.message()).isEqualTo("[3,\"" + LONG + "\",{}]");
  }

  @Test
  void keepsToASmallerWindow() throws Exception {
    String half = LONG.substring(0, 1_000);
    try (RawClient small = open("CS03", OFFER + "; server_max_window_bits=10")) {
      small.text(half);
      assertThat(small.message()).contains(half);
      assertThat(small.compressed()).isEqualTo(1);
      small.text(LONG);
      assertThat(small.message()).contains(LONG);
      assertThat(small.compressed()).isEqualTo(1);
    }
  }

  @Test
  void saysWhatIsAgreedOnAndNothingOtherwise() throws Exception {
    try (RawClient asks = new RawClient(rig.port())) {
      String protocol = "Sec-WebSocket-Protocol: " + Rig.OCPP;
      assertThat(asks.exchange(RawClient.request("/CS03", protocol, OFFER)))
          .containsIgnoringCase(
              OFFER + "; server_no_context_takeover; client_no_context_takeover\r\n");
    }
    rig.set("ws.compression=false");
    try (RawClient asks = new RawClient(rig.port())) {
      String protocol = "Sec-WebSocket-Protocol: " + Rig.OCPP;
      assertThat(asks.exchange(RawClient.request("/CS03", protocol, OFFER)))
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase("extensions");
      asks.frame(0xC1, packed(LONG));
      assertThat(asks.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void compressesFromTheConfiguredLengthOnly() throws Exception {
    rig.set("ws.compression.from=1900");
    client.text(LONG.substring(0, 1_000));
    client.message();
    assertThat(client.compressed()).isZero();
    client.text(LONG);
    client.message();
    assertThat(client.compressed()).isEqualTo(1);
  }

  @Test
  void w10StopsABombAtTheMessageLimit() throws Exception {
    byte[] bomb = zeros(32 << 20);
    assertThat(bomb).hasSizeBetween(20_000, 65_536);
    client.frame(0xC1, bomb);
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void w10StopsABombThatTheMessageLimitWouldLetPass() throws Exception {
    client.frame(0xC1, zeros(60_000));
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void w10StopsABombInFragments() throws Exception {
    byte[] bomb = zeros(32 << 20);
    client.frame(0x41, Arrays.copyOf(bomb, 16_000));
    client.frame(0x80, Arrays.copyOfRange(bomb, 16_000, bomb.length));
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void limitsTheCompressedBytesToo() throws Exception {
    client.write(RawClient.header(0xC1, 70_000));
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void closesOnWhatCannotBeInflated() throws Exception {
    client.frame(0xC1, (byte) 0xFF, (byte) 0xFF);
    assertThat(client.closeCode()).isEqualTo(1007);
  }

  @Test
  void checksTheTextThatComesOutOfIt() throws Exception {
    byte[] invalid = new byte[64];
    Arrays.fill(invalid, (byte) 0xC0);
    try (Deflation deflation = new Deflation()) {
      client.frame(0xC1, deflation.deflate(invalid).orElseThrow());
    }
    assertThat(client.closeCode()).isEqualTo(1007);
  }

  @Test
  void w2ClosesOnTheMarkWhereItDoesNotBelong() throws Exception {
    client.frame(0xC9); // a ping
    assertThat(client.closeCode()).isEqualTo(1002);
    try (RawClient continues = open("CS03", OFFER)) {
      continues.frame(0x41, (byte) 0);
      continues.frame(0xC0, (byte) 0);
      assertThat(continues.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void w2ClosesOnTheOtherReservedBits() throws Exception {
    client.frame(0xE1, packed(LONG));
    assertThat(client.closeCode()).isEqualTo(1002);
    try (RawClient third = open("CS03", OFFER)) {
      third.frame(0x91, (byte) 'x');
      assertThat(third.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void w5ClosesOnABinaryMessageCompressedOrNot() throws Exception {
    client.frame(0xC2, packed(LONG));
    assertThat(client.closeCode()).isEqualTo(1003);
  }
}
