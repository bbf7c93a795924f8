package io.tidegate.admin.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {
  private final Pseudonyms pseudonyms = new Pseudonyms();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorize idToken=04A2B3C4D5 refused",
        "{\"idToken\":\"04A2B3C4D5\",\"type\":\"ISO14443\"}",
        "{\"idToken\":{\"idToken\":\"04A2B3C4D5\"}}",
        "idTag: 04A2B3C4D5, station CS01",
        "Authorization: Bearer 04A2B3C4D5",
        "login password='04A2B3C4D5'",
        "Basic 04A2B3C4D5=="
      })
  void takesTokensAndSecretsOut(String line) {
    assertThat(pseudonyms.clean(line)).doesNotContain("04A2B3C4D5").isNotEmpty();
  }

  @Test
  void givesTheSameTokenTheSameNameSoThatLinesCanBeTiedTogether() {
    String first = pseudonyms.clean("idToken=AAAA1111");
    assertThat(first).matches("idToken=id~[0-9a-f]{8}");
    assertThat(pseudonyms.clean("idToken=AAAA1111")).isEqualTo(first);
    assertThat(pseudonyms.clean("idToken=AAAA1112")).isNotEqualTo(first);
    assertThat(new Pseudonyms().clean("idToken=AAAA1111")).isNotEqualTo(first);
  }

  @Test
  void leavesOtherTextAlone() {
    String line = "WARN station CS01: setpoint 17 not answered (ERR_OCPP_TIMEOUT)";
    assertThat(pseudonyms.clean(line)).isEqualTo(line);
  }
}
