package io.tidegate.core.control.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.EvseTelemetry;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.control.SiteInput.SetpointOutcome;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.quantity.EvseId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputWriterTest {
  private static final double[] NUMBERS = {
    0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -1e300, 0.1, 7_000, 1e7, 1e-5
  };
  private final JournalCodec codec = new JournalCodec();
  private final Random random = new Random(7);

  private double number() {
    return random.nextBoolean()
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : Double.longBitsToDouble(random.nextLong());
  }

  private Instant time() {
    int[] fractions = {
      0, 1, 1_000, 20_000_000, 120_000, 999_999_999, random.nextInt(1_000_000_000)
    };
    return Instant.ofEpochSecond(
        random.nextLong(-80_000_000_000L, 300_000_000_000L), fractions[random.nextInt(7)]);
  }

  private SiteInput input() {
    List<String> names = List.of("CS1-1", "E", "a._*+-9", "0123456789".repeat(4));
    EvseId evse = new EvseId(names.get(random.nextInt(names.size())));
    return random.nextBoolean()
        ? new SetpointOutcome(evse, random.nextLong(), Outcome.values()[random.nextInt(4)])
        : new EvseTelemetry(
            evse, time(), number(), number(), number(), number(), number(), number(), number());
  }

  @Test
  void writesWhatTheMapperWritesAndReadsItBack() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      StampedInput input = new StampedInput(random.nextLong(), time(), input());
      byte[] written = codec.encode(input);
      assertThat(written).isEqualTo(codec.write(input));
      assertThat(codec.decodeInput(written)).isEqualTo(input);
    }
  }

  @Test
  void writesTimesAsTheyWriteThemselves() {
    for (int i = 0; i < 20_000; i++) {
      Instant time = time();
      assertThat(InputWriter.text(time)).isEqualTo(time.toString());
    }
    assertThat(InputWriter.text(Instant.MIN)).isEqualTo(Instant.MIN.toString());
    assertThat(InputWriter.text(Instant.MAX)).isEqualTo(Instant.MAX.toString());
  }
}
