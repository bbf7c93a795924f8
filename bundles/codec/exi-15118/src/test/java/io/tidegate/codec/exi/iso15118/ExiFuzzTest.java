package io.tidegate.codec.exi.iso15118;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever arrives is a record that can be written and read again, or one typed error: {@code mvn
 * verify} reads the seeds again, {@code bench/fuzz.sh exi} looks for more. The first byte of an
 * input chooses the set.
 */
class ExiFuzzTest {
  private static final List<MessageSet<Object>> SETS = sets();

  private static List<MessageSet<Object>> sets() {
    List<MessageSet<Object>> sets = new ArrayList<>();
    try {
      Model model = Sets.model();
      for (Schema schema : Sets.withMessages(model)) {
        sets.add(Sets.of(schema));
      }
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
    return sets;
  }

  @FuzzTest(maxDuration = "4h", maxExecutions = 50_000_000)
  void readsAnyBytesToARecordOrOneError(byte[] data) {
    if (data.length == 0) {
      return;
    }
    MessageSet<Object> set = SETS.get((data[0] & 0xff) % SETS.size());
    Object message;
    try {
      message = set.decode(data, 1, data.length - 1);
    } catch (ExiException e) {
      if (e.bitPosition() < 0 || e.bitPosition() > (data.length - 1) * 8) {
        throw new AssertionError("an error outside of the payload", e);
      }
      return;
    }
    byte[] canonical = set.encode(message);
    try {
      if (!set.decode(canonical).equals(message)) {
        throw new AssertionError("reads differently once written: " + message);
      }
    } catch (ExiException e) {
      throw new AssertionError("written and not read: " + message, e);
    }
    if (!Arrays.equals(canonical, set.encode(message))) {
      throw new AssertionError("two forms of " + message);
    }
  }
}
