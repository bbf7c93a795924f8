package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTextTest {

  @ParameterizedTest
  @EnumSource
  void hasASentenceForEveryReasonWithAndWithoutItsSubject(ReasonCode code) {
    assertThat(ReasonText.sentence(Reason.of(code)))
        .matches("[A-Z].*[A-Za-z)]\\.")
        .doesNotContain("  ", " .", "NaN");
    assertThat(ReasonText.sentence(new Reason(code, "T1", 12_340)))
        .matches("[A-Z].*\\.")
        .doesNotContain("  ", "12340");
  }
}
