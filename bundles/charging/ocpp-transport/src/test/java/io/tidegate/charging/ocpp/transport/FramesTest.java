package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile WebSocket frames: close codes by RFC 6455, and everybody else goes on. */
class FramesTest {
  @TempDir Path home;
  private Rig rig;
  private RawClient client;

  @BeforeEach
  void connect() throws Exception {
    rig = new Rig(home, "ws.message.max=65536", "ws.fragments.max=64");
    client = rig.open("CS01");
  }

  @AfterEach
  void othersAreServedAndTheServerStops() throws Exception {
    try (RawClient other = rig.open("CS02")) {
      other.text("still here");
      assertThat(other.message()).isEqualTo("[3,\"still here\",{}]");
    }
    client.close();
    rig.close();
  }

  @Test
  void deliversTextAndAnswersIt() throws Exception {
    client.text("grüß");
    assertThat(client.message()).isEqualTo("[3,\"grüß\",{}]");
  }

  @Test
  void deliversAFragmentedMessageWithAPingInside() throws Exception {
    byte[] text = "schön".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    client.frame(0x01, java.util.Arrays.copyOf(text, 4)); // splits the ö
    client.frame(0x89, (byte) 7);
    client.frame(0x80, java.util.Arrays.copyOfRange(text, 4, text.length));
    assertThat(client.read().opcode()).isEqualTo(10);
    assertThat(client.message()).isEqualTo("[3,\"schön\",{}]");
  }

  @Test
  void w1ClosesOnAnUnmaskedFrame() throws Exception {
    client.write((byte) 0x81, (byte) 1, (byte) 'x');
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w2ClosesOnReservedBits() throws Exception {
    client.frame(0xC1, (byte) 'x');
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w2ClosesOnAReservedOpcode() throws Exception {
    client.frame(0x83, (byte) 'x');
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w3ClosesOnALongControlFrame() throws Exception {
    client.frame(0x89, new byte[126]);
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w3ClosesOnAFragmentedControlFrame() throws Exception {
    client.frame(0x09, (byte) 'x');
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w4ClosesOnInvalidUtf8() throws Exception {
    client.frame(0x81, (byte) 0xC0, (byte) 0xAF);
    assertThat(client.closeCode()).isEqualTo(1007);
  }

  @Test
  void w4ClosesOnInvalidUtf8SplitOverFragments() throws Exception {
    client.frame(0x01, (byte) 0xE2, (byte) 0x82);
    client.frame(0x80, (byte) 'x');
    assertThat(client.closeCode()).isEqualTo(1007);
  }

  @Test
  void acceptsARealReplacementCharacter() throws Exception {
    client.text("\uFFFD");
    assertThat(client.message()).isEqualTo("[3,\"\uFFFD\",{}]");
  }

  @Test
  void w5ClosesOnABinaryMessage() throws Exception {
    client.frame(0x82, (byte) 1);
    assertThat(client.closeCode()).isEqualTo(1003);
  }

  @Test
  void w6ClosesOnTheHeaderOfATooLongMessage() throws Exception {
    client.write(RawClient.header(0x81, 20L * 1024 * 1024));
    client.write(new byte[4]);
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void w6SaysGoodbyeThoughTheBodyStillArrives() throws Exception {
    client.write(RawClient.header(0x81, 20L * 1024 * 1024));
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < 8; i++) {
      client.write(megabyte);
    }
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void w7ClosesOnAnAbsurdLength() throws Exception {
    client.write(RawClient.header(0x81, 1L << 62));
    client.write(new byte[4]);
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void w7ClosesOnANegativeLength() throws Exception {
    client.write(RawClient.header(0x81, Long.MIN_VALUE));
    client.write(new byte[4]);
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w8ClosesWhenFragmentsTogetherAreTooLong() throws Exception {
    client.frame(0x01, new byte[1024]);
    ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    for (int i = 0; i < 63; i++) {
      fragments.writeBytes(RawClient.masked(0x00, new byte[1100]));
    }
    client.write(fragments.toByteArray());
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void w9ClosesOnEndlessEmptyFragments() throws Exception {
    client.frame(0x01);
    for (int i = 0; i < 70; i++) {
      writeUnlessClosed(RawClient.masked(0x00));
    }
    assertThat(client.closeCode()).isEqualTo(1008);
  }

  @Test
  void w9ClosesOnAFloodOfPings() throws Exception {
    ByteArrayOutputStream pings = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      pings.writeBytes(RawClient.masked(0x89));
    }
    client.write(pings.toByteArray());
    assertThat(client.closeCode()).isEqualTo(1008);
  }

  @Test
  void w10RefusesCompressedMessagesSinceNoneWereNegotiated() throws Exception {
    client.frame(0xC1, (byte) 0, (byte) 0);
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w11ClosesOnAContinuationWithoutStart() throws Exception {
    client.frame(0x80, (byte) 'x');
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w11ClosesOnANewMessageInsideAFragmentedOne() throws Exception {
    client.frame(0x01, (byte) 'x');
    client.frame(0x81, (byte) 'y');
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w12ClosesOnACloseFrameOfOneByte() throws Exception {
    client.frame(0x88, (byte) 3);
    assertThat(client.closeCode()).isIn(1002, 1007);
  }

  @Test
  void w12ClosesOnAnIllegalCloseCode() throws Exception {
    client.frame(0x88, (byte) 0, (byte) 5);
    assertThat(client.closeCode()).isEqualTo(1002);
  }

  @Test
  void w12ClosesOnABadCloseReason() throws Exception {
    client.frame(0x88, (byte) 0x03, (byte) 0xE8, (byte) 0xC0);
    assertThat(client.closeCode()).isIn(1002, 1007);
  }

  @Test
  void w12EndsTheSocketOfAPeerThatIgnoresTheGoodbye() throws Exception {
    long start = System.nanoTime();
    client.frame(0x82, (byte) 1);
    client.awaitEnd();
    for (boolean gone = false; !gone; ) {
      gone = !writeUnlessClosed(new byte[1024]);
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }

  @Test
  void answersACloseWithTheSameCode() throws Exception {
    client.frame(0x88, (byte) 0x0F, (byte) 0xA0);
    assertThat(client.closeCode()).isEqualTo(4000);
    Rig.await(() -> rig.dialect.count("one detached CS01 CLOSED") == 1);
  }

  private boolean writeUnlessClosed(byte[] bytes) {
    try {
      client.write(bytes);
      return true;
    } catch (IOException e) {
      return false; // the server has had enough already
    }
  }
}
