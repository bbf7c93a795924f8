package io.tidegate.codec.ocpp.json;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import java.util.List;

/**
 * Whatever arrives yields one verdict, on every version: {@code mvn verify} reads the seeds again,
 * {@code bench/fuzz.sh} looks for more. The first byte of an input chooses version, sender and
 * strictness.
 */
class FrameReaderFuzzTest {
  private static final List<Protocol> VERSIONS =
      List.of(Ocpp16.protocol(), Ocpp201.protocol(), Ocpp21.protocol());

  @FuzzTest(maxDuration = "4h", maxExecutions = 10_000_000)
  void readsAnyTextToOneVerdict(FuzzedDataProvider data) {
    int choice = data.consumeByte() & 0xff;
    Protocol ocpp = VERSIONS.get(choice % 3);
    Side sender = Side.values()[choice / 3 % 2];
    Strictness strictness = Strictness.values()[choice / 6 % 3];
    Frame frame = ocpp.read(data.consumeRemainingAsString(), sender, strictness);
    if (frame instanceof Frame.Refused refused) {
      answered(ocpp, refused, sender);
    } else if (frame instanceof Frame.Call call && !(call.message() instanceof Frame.Unbound)) {
      written(ocpp, call, sender);
    }
  }

  /** What is sent back is itself well-formed and holds the bounds. */
  private static void answered(Protocol ocpp, Frame.Refused refused, Side sender) {
    if (refused.id().isEmpty() || refused.id().length() > FrameReader.ID_LENGTH) {
      throw new AssertionError("an id that may not be echoed");
    }
    String text =
        ocpp.failure(refused.id(), refused.violation().code(), refused.violation().getMessage());
    if (!(ocpp.read(text, sender, Strictness.STRICT) instanceof Frame.Failure)) {
      throw new AssertionError("an answer that nobody can read: " + text);
    }
  }

  /** A record that was read can be written, and reads as itself again. */
  private static void written(Protocol ocpp, Frame.Call call, Side sender) {
    String text;
    try {
      text = ocpp.call(call.id(), (Record) call.message());
    } catch (IllegalArgumentException e) {
      if (ocpp.version() == Version.OCPP_1_6 && e.getMessage().contains("multiple of")) {
        return; // tolerated on receipt, never sent
      }
      throw e;
    }
    if (!(ocpp.read(text, sender, Strictness.TOLERANT) instanceof Frame.Call)) {
      throw new AssertionError("a record that cannot be read again: " + text);
    }
  }
}
