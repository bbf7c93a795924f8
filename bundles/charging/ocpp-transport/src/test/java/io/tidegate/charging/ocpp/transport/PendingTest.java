package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingTest {
  private static final String HEARTBEAT = "[2,\"19\",\"Heartbeat\",{}]";
  private static final long BEGIN = Long.MAX_VALUE - 5;
  private static final long LATE = BEGIN + Pending.PATIENCE_NANOS + 1;

  private final Pending pending = new Pending();

  @Test
  void countsCallsOnceWhenTheFirstOfThemHasWaitedTooLong() {
    pending.given(HEARTBEAT, BEGIN);
    pending.given(HEARTBEAT, LATE);
    assertThat(pending.overdue(BEGIN + Pending.PATIENCE_NANOS)).isZero();
    assertThat(pending.overdue(LATE)).isEqualTo(2);
    assertThat(pending.overdue(LATE)).isZero();
  }

  @Test
  void forgetsThemAtAnAnswerAndWhenAnotherDialectTakesOver() {
    pending.given(HEARTBEAT, BEGIN);
    pending.answered();
    assertThat(pending.overdue(LATE)).isZero();
    pending.given(HEARTBEAT, BEGIN);
    pending.forget();
    assertThat(pending.overdue(LATE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[3,\"19\",{}]",
        "[4,\"19\",\"InternalError\",\"\",{}]",
        "[6,\"19\",\"NotifyPeriodicEventStream\",{}]",
        "[2,\"\",\"Heartbeat\",{}]",
        "[2,\"1234567890123456789012345678901234567\",\"Heartbeat\",{}]",
        "[2,\"19\",\"\",{}]",
        "[2,\"19\",\"Heartbeat\"]",
        "[2,\"19\",\"Heartbeat\",{}",
        "[2,\"19\",\"Heartbeat\",7}]",
        "[2,\"}]",
        "[2,",
        ""
      })
  void owesNothingForWhatIsNoWholeCall(String message) {
    pending.given(message, BEGIN);
    assertThat(pending.overdue(LATE)).isZero();
  }
}
