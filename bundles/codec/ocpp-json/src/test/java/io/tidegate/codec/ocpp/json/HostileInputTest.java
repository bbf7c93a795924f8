package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever arrives, the reader yields a record or exactly one verdict, and never throws. */
class HostileInputTest {
  private static final Map<Protocol, List<Class<? extends Record>>> VERSIONS =
      Map.of(
          Ocpp16.protocol(), Ocpp16.messages(),
          Ocpp201.protocol(), Ocpp21.messages(),
          Ocpp21.protocol(), Ocpp21.messages());
  private static final String[] SPLINTERS = {
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "1e400",
    "-1",
    "\"\\ud800\"",
    "[[[[",
    "NaN",
    "{\"a\":1}",
    ",",
    ":",
    "]",
    "}",
    "\"",
    "\\",
    "\u0000",
    "\ud83d",
    "99999999999999999999999",
    "{\"a\":1,\"a\":1}"
  };

  static Stream<Protocol> versions() {
    return VERSIONS.keySet().stream();
  }

  /** A message of each kind, as long as the version can say what chance has put in. */
  private static List<String> samples(Protocol ocpp, long seed) {
    RandomMessages random = new RandomMessages(seed);
    List<String> samples = new ArrayList<>();
    for (Class<? extends Record> kind : VERSIONS.get(ocpp)) {
      Record message = random.make(kind);
      try {
        boolean request = message instanceof Request;
        samples.add(request ? ocpp.call("id-1", message) : ocpp.result("id-1", message));
      } catch (IllegalArgumentException e) {
        continue; // what 2.0.1 cannot say
      }
    }
    assertThat(samples).hasSizeGreaterThan(40);
    return samples;
  }

  private static Side sender(Protocol ocpp, String text) {
    Frame frame = ocpp.read(text, Side.STATION, Strictness.STRICT);
    return frame instanceof Frame.Refused refused
            && refused.violation().code() == RpcErrorCode.NOT_SUPPORTED
        ? Side.SITE
        : Side.STATION;
  }

  /** Reads and checks what must hold of any result. */
  private static Frame survives(Protocol ocpp, String text, Side side) {
    Frame frame = ocpp.read(text, side, Strictness.TOLERANT);
    if (frame instanceof Frame.Refused refused) {
      assertThat(refused.id()).hasSizeBetween(1, 36);
      assertThat(refused.violation().getMessage()).doesNotContain("jackson", "Exception", "java.");
      String answer =
          ocpp.failure(refused.id(), refused.violation().code(), refused.violation().getMessage());
      assertThat(ocpp.read(answer, Side.SITE, Strictness.STRICT)).isInstanceOf(Frame.Failure.class);
    }
    return frame;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aMessageCutOffAnywhereIsOneVerdict(Protocol ocpp) {
    for (String sample : samples(ocpp, 3)) {
      Side side = sender(ocpp, sample);
      for (int cut = 0; cut < sample.length(); cut++) {
        Frame frame = survives(ocpp, sample.substring(0, cut), side);
        assertThat(frame)
            .as(sample.substring(0, cut))
            .isInstanceOfAny(Frame.Refused.class, Frame.BrokenAnswer.class, Frame.Ignored.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void swappedTypesAndFlippedCharactersNeverThrow(Protocol ocpp) {
    Random random = new Random(11);
    for (int seed = 0; seed < 4; seed++) {
      for (String sample : samples(ocpp, 100 + seed)) {
        Side side = sender(ocpp, sample);
        for (int i = 0; i < 60; i++) {
          int at = random.nextInt(sample.length());
          int to = Math.min(sample.length(), at + random.nextInt(6));
          String splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
          survives(ocpp, sample.substring(0, at) + splinter + sample.substring(to), side);
          char flipped = (char) (sample.charAt(at) ^ (1 << random.nextInt(7)));
          survives(ocpp, sample.substring(0, at) + flipped + sample.substring(at + 1), side);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void pureNoiseNeverThrows(Protocol ocpp) {
    Random random = new Random(5);
    String alphabet = "[]{}\",:0123456789eE+-.truefalsn\\u \t";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder noise = new StringBuilder(random.nextBoolean() ? "[2,\"i\"," : "");
      int length = random.nextInt(40);
      for (int c = 0; c < length; c++) {
        noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      survives(ocpp, noise.toString(), Side.STATION);
    }
  }
}
