package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.v201.Ocpp201;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever arrives, the reader yields a record or exactly one verdict, and never throws. */
class HostileInputTest {
  private static final Protocol OCPP = Ocpp201.protocol();
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

  private static List<String> samples(long seed) {
    RandomMessages random = new RandomMessages(seed);
    List<String> samples = new ArrayList<>();
    for (Class<? extends Record> kind : RandomMessages.kinds()) {
      Record message = random.make(kind);
      boolean request = message instanceof Request;
      samples.add(request ? OCPP.call("id-1", message) : OCPP.result("id-1", message));
    }
    return samples;
  }

  private static Side sender(String text) {
    Frame frame = OCPP.read(text, Side.STATION, Strictness.STRICT);
    return frame instanceof Frame.Refused refused
            && refused.violation().code() == RpcErrorCode.NOT_SUPPORTED
        ? Side.SITE
        : Side.STATION;
  }

  /** Reads and checks what must hold of any result. */
  private static Frame survives(String text, Side side) {
    Frame frame = OCPP.read(text, side, Strictness.TOLERANT);
    if (frame instanceof Frame.Refused refused) {
      assertThat(refused.id()).hasSizeBetween(1, 36);
      assertThat(refused.violation().getMessage()).doesNotContain("jackson", "Exception", "java.");
      String answer =
          Protocol.error(
              refused.id(), refused.violation().code(), refused.violation().getMessage());
      assertThat(OCPP.read(answer, Side.SITE, Strictness.STRICT)).isInstanceOf(Frame.Failure.class);
    }
    return frame;
  }

  @Test
  void everyMessageSurvivesTheWayThereAndBack() {
    for (int seed = 0; seed < 40; seed++) {
      RandomMessages random = new RandomMessages(seed);
      for (Class<? extends Record> kind : RandomMessages.kinds()) {
        Record message = random.make(kind);
        if (message instanceof Request) {
          String text = OCPP.call("id-1", message);
          assertThat(OCPP.read(text, sender(text), Strictness.STRICT))
              .as(text)
              .isInstanceOfSatisfying(
                  Frame.Call.class,
                  call -> {
                    assertThat(call.message()).isEqualTo(message);
                    assertThat(call.payload()).isEqualTo(OCPP.payload(message));
                  });
        } else {
          Frame frame = OCPP.read(OCPP.result("id-1", message), Side.STATION, Strictness.STRICT);
          assertThat(frame).isInstanceOf(Frame.Result.class);
          assertThat(answer(kind, ((Frame.Result) frame).payload())).isEqualTo(message);
        }
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object answer(Class kind, String payload) {
    try {
      return OCPP.response(kind, payload);
    } catch (Violation e) {
      throw new AssertionError(payload, e);
    }
  }

  @Test
  void aMessageCutOffAnywhereIsOneVerdict() {
    for (String sample : samples(3)) {
      Side side = sender(sample);
      for (int cut = 0; cut < sample.length(); cut++) {
        Frame frame = survives(sample.substring(0, cut), side);
        assertThat(frame)
            .as(sample.substring(0, cut))
            .isInstanceOfAny(Frame.Refused.class, Frame.BrokenAnswer.class);
      }
    }
  }

  @Test
  void swappedTypesAndFlippedCharactersNeverThrow() {
    Random random = new Random(11);
    for (int seed = 0; seed < 12; seed++) {
      for (String sample : samples(100 + seed)) {
        Side side = sender(sample);
        for (int i = 0; i < 60; i++) {
          int at = random.nextInt(sample.length());
          int to = Math.min(sample.length(), at + random.nextInt(6));
          String splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
          survives(sample.substring(0, at) + splinter + sample.substring(to), side);
          char flipped = (char) (sample.charAt(at) ^ (1 << random.nextInt(7)));
          survives(sample.substring(0, at) + flipped + sample.substring(at + 1), side);
        }
      }
    }
  }

  @Test
  void pureNoiseNeverThrows() {
    Random random = new Random(5);
    String alphabet = "[]{}\",:0123456789eE+-.truefalsn\\u \t";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder noise = new StringBuilder(random.nextBoolean() ? "[2,\"i\"," : "");
      int length = random.nextInt(40);
      for (int c = 0; c < length; c++) {
        noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      survives(noise.toString(), Side.STATION);
    }
  }
}
