package io.tidegate.codec.release;

import static io.tidegate.codec.release.Archives.archive;
import static io.tidegate.codec.release.Archives.entries;
import static io.tidegate.codec.release.Archives.verify;
import static io.tidegate.codec.release.Archives.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is said of archives in tests. */
final class Verdicts {
  static final Map<String, Confirmed> AT_THREE = Map.of("tidegate-site", Confirmed.of(3));

  private Verdicts() {}

  static void refused(Refusal.Code code, String part, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }

  static void refused(Refusal.Code code, String part, byte[] archive) {
    refused(code, part, () -> verify(archive, AT_THREE));
  }

  static byte[] with(byte[] archive, String name, byte[] bytes) throws Exception {
    Map<String, byte[]> entries = entries(archive);
    entries.put(name, bytes);
    return zip(entries);
  }
}
