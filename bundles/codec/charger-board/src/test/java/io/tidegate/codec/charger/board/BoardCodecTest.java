package io.tidegate.codec.charger.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.charger.board.BoardMessage.Flags;
import io.tidegate.codec.charger.board.BoardMessage.Rating;
import io.tidegate.codec.charger.board.BoardMessage.Result;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoardCodecTest {
  private static final double UNKNOWN = Double.NaN;

  private final BoardReader reader = new BoardReader();
  private final List<BoardFrame> found = new ArrayList<>();

  @Test
  void readsEveryMessageAsItWasWritten() {
    List<BoardMessage> messages = messages();
    for (int i = 0; i < messages.size(); i++) {
      feed(BoardWriter.write(new BoardFrame(i, 65_535 - i, messages.get(i))));
    }
    assertThat(found).extracting(BoardFrame::message).isEqualTo(messages);
    assertThat(found.get(3).channel()).isEqualTo(3);
    assertThat(found.get(3).sequence()).isEqualTo(65_532);
    assertThat(reader.damaged() + reader.unknown()).isZero();
  }

  @Test
  void readsFramesHoweverTheyAreCut() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (BoardMessage message : messages()) {
      all.write(BoardWriter.write(new BoardFrame(0, 1, message)));
    }
    for (byte one : all.toByteArray()) {
      feed(new byte[] {one});
    }
    assertThat(found).extracting(BoardFrame::message).isEqualTo(messages());
  }

  @Test
  void keepsZeroBytesOutOfFrames() {
    byte[] bytes = BoardWriter.write(new BoardFrame(0, 0, new BoardMessage.Output(true, 0, 0, 0)));
    for (int i = 0; i < bytes.length - 1; i++) {
      assertThat(bytes[i]).isNotZero();
    }
    assertThat(bytes[bytes.length - 1]).isZero();
  }

  @Test
  void writesTheBytesOfTheDescription() {
    assertThat(hex(new BoardFrame(2, 258, new BoardMessage.Switch(true, 1_000))))
        .isEqualTo("0d01110201020103e836be5b0300");
  }

  @Test
  void passesOverAnyDamagedFrameAndReadsTheNext() {
    Random random = new Random(7);
    byte[] good = BoardWriter.write(new BoardFrame(1, 77, messages().get(8)));
    for (int round = 0; round < 20_000; round++) {
      found.clear();
      byte[] bad = good.clone();
      int hits = 1 + random.nextInt(4);
      for (int hit = 0; hit < hits; hit++) {
        bad[random.nextInt(bad.length - 1)] ^= (byte) (1 << random.nextInt(8));
      }
      feed(bad);
      feed(good);
      assertThat(found.get(found.size() - 1)).isEqualTo(frameOf(good));
      assertThat(found)
          .as("a damaged frame is never taken for another")
          .allMatch(frame -> frame.equals(frameOf(good)));
    }
  }

  @Test
  void staysBoundedWhateverComes() {
    Random random = new Random(11);
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    feed(noise);
    assertThat(found).isEmpty();
    feed(new byte[] {0});
    feed(BoardWriter.write(new BoardFrame(0, 5, new BoardMessage.Lock(true))));
    assertThat(found).hasSize(1);
    assertThat(reader.damaged()).isPositive();
  }

  @Test
  void countsMessagesOfOtherVersionsAsUnknown() {
    byte[] plain = {9, Layout.LOCK, 0, 0, 0, 1, 0, 0, 0, 0};
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update(plain, 0, 6);
    java.nio.ByteBuffer.wrap(plain).putInt(6, (int) sum.getValue());
    feed(Stuffing.stuff(plain, plain.length));
    assertThat(found).isEmpty();
    assertThat(reader.unknown()).isOne();
  }

  @Test
  void stuffsAndUnstuffsEveryLength() {
    Random random = new Random(3);
    for (int length = 0; length < 1_030; length++) {
      byte[] plain = new byte[length];
      random.nextBytes(plain);
      if (length % 3 == 0) {
        java.util.Arrays.fill(plain, (byte) 1);
      }
      byte[] stuffed = Stuffing.stuff(plain, length);
      byte[] back = new byte[1_100];
      assertThat(Stuffing.unstuff(stuffed, stuffed.length - 1, back)).isEqualTo(length);
      assertThat(java.util.Arrays.copyOf(back, length)).isEqualTo(plain);
    }
  }

  @Test
  void bringsNumbersThatDoNotFitToTheNearestThatDoes() {
    feed(
        BoardWriter.write(
            new BoardFrame(0, 0, new BoardMessage.Output(true, 1e12, -1e12, 70_000))));
    assertThat(found.get(0).message())
        .isEqualTo(new BoardMessage.Output(true, 2_147_483.647, -2_147_483.647, 65_535));
  }

  private static List<BoardMessage> messages() {
    Flags flags = new Flags(true, false, true, false, true, false, true);
    return List.of(
        new BoardMessage.Hello(20),
        new BoardMessage.Pilot(53.33),
        new BoardMessage.Switch(true, 1_000),
        new BoardMessage.Lock(true),
        new BoardMessage.Output(true, 400.125, -31.5, 500),
        new BoardMessage.TestInsulation(),
        new BoardMessage.Ack(65_535, Result.INTERLOCK),
        new BoardMessage.Info("B-1", "1.2.0", "", true, new Rating(150, 1_000, 125, 60.5, 60_000)),
        new BoardMessage.Status(
            4_294_967_295L, 6.01, -11.98, 5, flags, 399.9, -12.345, 512_000, 41.5),
        new BoardMessage.Status(
            0,
            UNKNOWN,
            UNKNOWN,
            100,
            new Flags(false, true, false, true, false, true, false),
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN),
        new BoardMessage.Meter(1_234.567, 0.001, -11_000, Optional.of("OCMF|{}|{}")),
        new BoardMessage.Meter(0, 0, UNKNOWN, Optional.empty()));
  }

  private BoardFrame frameOf(byte[] bytes) {
    List<BoardFrame> one = new ArrayList<>();
    new BoardReader().feed(bytes, bytes.length, one::add);
    return one.get(0);
  }

  private static String hex(BoardFrame frame) {
    return HexFormat.of().formatHex(BoardWriter.write(frame));
  }

  private void feed(byte[] bytes) {
    reader.feed(bytes, bytes.length, found::add);
  }
}
