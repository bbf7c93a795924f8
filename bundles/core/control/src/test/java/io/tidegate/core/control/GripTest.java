package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GripTest {
  private static final String DIALECT = "ocpp2.0.1";

  private final AtomicLong now = new AtomicLong(-7);
  private final Grip grip = new Grip(now::get);

  private void fails(String actuator, int times) {
    for (int i = 0; i < times; i++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      grip.failed(actuator, 4, new IllegalStateException("as made"));
    }
  }

  @Test
  void namesTheActuatorThatFailsAtEachCallAndWhatItThrew() {
    fails(DIALECT, 4);
    assertThat(grip.trouble()).as("three seconds since the first one").isEmpty();
    fails(DIALECT, 1);
    assertThat(grip.trouble())
        .startsWith(
            "ERR_ACTUATOR_FAILED: actuator ocpp2.0.1 fails whenever it gets setpoints"
                + " (IllegalStateException), ");
  }

  @Test
  void saysNothingOfTwoFailuresHoweverLongAgo() {
    fails(DIALECT, 2);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(grip.trouble()).isEmpty();
    fails(DIALECT, 1);
    assertThat(grip.trouble()).contains(DIALECT);
  }

  @Test
  void isWellAgainAfterOneGoodCall() {
    fails(DIALECT, 9);
    grip.took("secc");
    assertThat(grip.trouble()).as("another one took its setpoints").contains(DIALECT);
    grip.took(DIALECT);
    assertThat(grip.trouble()).isEmpty();
    fails(DIALECT, 4);
    assertThat(grip.trouble()).as("it begins anew").isEmpty();
  }

  @Test
  void doesNotHoldItsFailuresAgainstTheOneThatComesAfterIt() {
    fails(DIALECT, 9);
    grip.forget(DIALECT);
    assertThat(grip.trouble()).isEmpty();
  }
}
