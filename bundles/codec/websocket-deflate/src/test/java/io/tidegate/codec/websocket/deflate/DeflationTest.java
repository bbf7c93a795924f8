package io.tidegate.codec.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeflationTest {
  private static final int LIMIT = 256 * 1024;

  private final Deflation deflation = new Deflation();

  @AfterEach
  void free() {
    deflation.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String inflated(String hex) throws DeflationException {
    return new String(
        deflation.inflate(HexFormat.of().parseHex(hex), LIMIT), StandardCharsets.UTF_8);
  }

  @Test
  void readsTheExamplesOfTheStandard() throws Exception {
    assertThat(inflated("f248cdc9c90700")).isEqualTo("Hello"); // §7.2.3.1
    assertThat(inflated("000500fAff48656c6c6f00".toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo("Hello"); // §7.2.3.3, a stored block
    assertThat(inflated("f348cdc9c9070000")).isEqualTo("Hello"); // §7.2.3.4, a last block
    assertThat(inflated("f248050000 00ffffcac9c90700".replace(" ", "")))
        .isEqualTo("Hello"); // §7.2.3.5, two blocks
  }

  @Test
  void writesAsTheStandardDoesWithoutTheTail() throws Exception {
    byte[] message = bytes("Hello".repeat(4));
    byte[] compressed = deflation.deflate(message).orElseThrow();
    assertThat(HexFormat.of().formatHex(compressed)).startsWith("f248cdc9c9").endsWith("00");
    assertThat(deflation.inflate(compressed, LIMIT)).isEqualTo(message);
  }

  @Test
  void bringsBackWhateverItMakesShorter() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] message = new byte[random.nextInt(3_000)];
      int letters = 1 + random.nextInt(60);
      for (int i = 0; i < message.length; i++) {
        message[i] = (byte) (32 + random.nextInt(letters));
      }
      var compressed = deflation.deflate(message);
      if (compressed.isPresent()) {
        assertThat(compressed.get()).hasSizeLessThan(message.length);
        assertThat(deflation.inflate(compressed.get(), LIMIT)).isEqualTo(message);
      }
    }
  }

  @Test
  void leavesAloneWhatDoesNotGetShorter() {
    byte[] noise = new byte[1_000];
    new Random(1).nextBytes(noise);
    assertThat(deflation.deflate(noise)).isEmpty();
    assertThat(deflation.deflate(bytes("x"))).isEmpty();
    assertThat(deflation.deflate(new byte[0])).isEmpty();
  }

  @Test
  void keepsNothingOfTheMessageBefore() throws Exception {
    byte[] message = bytes("{\"action\":\"Heartbeat\"}".repeat(20));
    byte[] first = deflation.deflate(message).orElseThrow();
    assertThat(deflation.deflate(message).orElseThrow()).isEqualTo(first);
    tooLongOrInvalid(() -> deflation.inflate(new byte[] {(byte) 0xFF, 1, 2}, LIMIT), false);
    assertThat(deflation.inflate(first, LIMIT)).isEqualTo(message);
  }

  @Test
  void stopsAtTheLimitToTheByte() throws Exception {
    byte[] message = bytes("0123456789abcdef".repeat(1_024));
    byte[] compressed = deflation.deflate(message).orElseThrow();
    assertThat(deflation.inflate(compressed, message.length)).isEqualTo(message);
    tooLongOrInvalid(() -> deflation.inflate(compressed, message.length - 1), true);
  }

  @Test
  void stopsABombFarBelowTheLimit() {
    byte[] bomb = zeros(64 << 20);
    assertThat(bomb.length).isGreaterThan(60_000);
    tooLongOrInvalid(() -> deflation.inflate(bomb, LIMIT), true);
    // also one that the limit would let pass
    byte[] small = zeros(200_000);
    assertThat(small.length * Deflation.MOST_RATIO).isLessThan(200_000);
    tooLongOrInvalid(() -> deflation.inflate(small, LIMIT), true);
  }

  @Test
  void letsShortMessagesBeAsRegularAsTheyLike() throws Exception {
    assertThat(deflation.inflate(zeros(Deflation.FREE_BYTES), LIMIT)).hasSize(Deflation.FREE_BYTES);
  }

  @Test
  void readsManyLastBlocksInOneMessage() throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      message.writeBytes(HexFormat.of().parseHex("f348cdc9c90700"));
    }
    message.write(0);
    assertThat(new String(deflation.inflate(message.toByteArray(), LIMIT), StandardCharsets.UTF_8))
        .isEqualTo("Hello".repeat(1_000));
  }

  @Test
  void endsOnWhateverItIsGiven() {
    Random random = new Random(3);
    byte[] good =
        deflation.deflate(bytes("{\"a\":[1,2,3],\"b\":\"text\"}".repeat(9))).orElseThrow();
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(deflation.inflate(bad, 4_096).length).isLessThanOrEqualTo(4_096);
        read++;
      } catch (DeflationException e) {
        assertThat(e.getMessage()).isIn("message too long", "invalid compression");
      }
    }
    assertThat(read).isBetween(1, 19_999);
  }

  private static byte[] zeros(int count) {
    Deflater deflater = new Deflater(9, true);
    try {
      deflater.setInput(new byte[count]);
      byte[] out = new byte[count / 500 + 1_000];
      int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      return java.util.Arrays.copyOf(out, length - 4);
    } finally {
      deflater.end();
    }
  }

  private static void tooLongOrInvalid(ThrowingCallable work, boolean tooLong) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            DeflationException.class, e -> assertThat(e.tooLong()).isEqualTo(tooLong));
  }
}
