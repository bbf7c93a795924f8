package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleException;

class ReasonsTest {
  private static final IllegalStateException WORDS = new IllegalStateException("no licence");

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(WORDS, "IllegalStateException: no licence"),
        Arguments.of(
            new BundleException("Activator start error in bundle x [7].", WORDS),
            "IllegalStateException: no licence"),
        Arguments.of(
            new RuntimeException(new InvocationTargetException(WORDS)),
            "IllegalStateException: no licence"),
        Arguments.of(
            new BundleException(
                "x", new IllegalStateException("no licence\nbuy one", new Exception("no file"))),
            "IllegalStateException: no licence (Exception: no file)"),
        Arguments.of(new BundleException("it hangs"), "it hangs"),
        Arguments.of(new NullPointerException(), "NullPointerException"),
        Arguments.of(new Exception("x".repeat(1000)), "Exception: " + "x".repeat(300) + "…"));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatTheVendorWroteAndWhatIsAtTheBottom(Throwable thrown, String words) {
    assertThat(Reasons.of(thrown)).isEqualTo(words);
    assertThat(Reasons.ofTrace(trace(thrown))).isEqualTo(words);
  }
}
