package io.tidegate.charging.vehicle.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordBytesTest {
  private enum Colour {
    RED,
    GREEN
  }

  private record Inner(int a, String b) {}

  private record State(
      boolean yes,
      int whole,
      long big,
      double real,
      String text,
      Instant at,
      Bytes bytes,
      Colour colour,
      Inner inner,
      Optional<Inner> maybe,
      List<Optional<Long>> many) {}

  private static final State STATE =
      new State(
          true,
          -7,
          1L << 40,
          Double.NaN,
          "Ä→",
          Instant.ofEpochSecond(5, 6),
          Bytes.of((byte) 1, (byte) 2),
          Colour.GREEN,
          new Inner(3, "x"),
          Optional.of(new Inner(4, "y")),
          List.of(Optional.of(9L), Optional.empty()));

  private record Older(int a) {}

  private record Newer(int a, List<String> b, Optional<Inner> c, Inner d, Colour e) {}

  private final RecordBytes<State> form = new RecordBytes<>(State.class);

  @Test
  void readsWhatItHasWritten() {
    assertThat(form.read(form.write(STATE))).contains(STATE);
  }

  /** Taken from a version that wrote with other means: slots outlive the code that wrote them. */
  @Test
  void writesTheSameBytesAsVersionsBeforeIt() {
    String bytes =
        "0000005a"
            + "01"
            + "fffffff9"
            + "0000010000000000"
            + "7ff8000000000000"
            + "0005c384e28692"
            + "000000000000000500000006"
            + "000000020102"
            + "0005475245454e"
            + "0000000700000003000178"
            + "010000000700000004000179"
            + "0000000201000000000000000900";
    assertThat(HexFormat.of().formatHex(form.write(STATE))).isEqualTo(bytes);
    assertThat(form.read(HexFormat.of().parseHex(bytes))).contains(STATE);
  }

  @Test
  void readsNothingFromDamagedBytesAndNeverThrows() {
    byte[] bytes = form.write(STATE);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(form.read(Arrays.copyOf(bytes, length))).as("of %s bytes", length).isEmpty();
    }
    for (int i = 0; i < bytes.length; i++) {
      byte[] other = bytes.clone();
      other[i] ^= (byte) 0x80;
      form.read(other).ifPresent(state -> assertThat(state).isNotNull());
    }
    assertThat(form.read(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
  }

  @Test
  void leavesWhatOlderBytesDoNotHaveAtNothing() {
    byte[] older = new RecordBytes<>(Older.class).write(new Older(5));
    assertThat(new RecordBytes<>(Newer.class).read(older))
        .contains(new Newer(5, List.of(), Optional.empty(), new Inner(0, ""), Colour.RED));
  }

  @Test
  void passesOverWhatOnlyANewerVersionKnows() {
    Newer state = new Newer(5, List.of("a"), Optional.empty(), new Inner(1, "b"), Colour.GREEN);
    byte[] newer = new RecordBytes<>(Newer.class).write(state);
    assertThat(new RecordBytes<>(Older.class).read(newer)).contains(new Older(5));
  }

  private record Unwritable(Object anything) {}

  @Test
  void saysAtOnceWhatItCannotWrite() {
    assertThatThrownBy(() -> new RecordBytes<>(Unwritable.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
