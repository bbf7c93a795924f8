package io.tidegate.codec.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the archive is cut short | The archive is cut short.",
        "root 2 expired | Root 2 expired.",
        "entry evil.jar is not named | Entry evil.jar is not named.",
        "no release.json: this is no release | No release.json: this is no release.",
        "signatures, signatures[3], key: expected 1 | Signatures, signatures[3], key: expected 1.",
        "io.tidegate.policy.price waits | io.tidegate.policy.price waits.",
        "release.json, line 3: no value | release.json, line 3: no value.",
        "bundles/x.jar is damaged | bundles/x.jar is damaged.",
        "tidegate-site needs 5 | tidegate-site needs 5.",
        "It is in force. | It is in force.",
        "META-INF/MANIFEST.MF tells | META-INF/MANIFEST.MF tells."
      })
  void beginsWithACapitalUnlessItBeginsWithAName(String text, String sentence) {
    assertThat(Sentence.of(text)).isEqualTo(sentence);
  }
}
