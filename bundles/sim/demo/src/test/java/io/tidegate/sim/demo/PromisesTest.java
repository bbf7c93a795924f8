package io.tidegate.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.sim.demo.Promises.Promise;
import io.tidegate.sim.demo.Promises.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private Optional<String> trouble = Optional.empty();
  private final Promises promises = new Promises(() -> trouble);

  @Test
  void isBrokenOnAMachineThatHadTimeForIt() {
    promises.inTime("power is reached", false, "3 kW");
    assertThat(promises.all())
        .containsExactly(new Promise("power is reached", Verdict.BROKEN, "3 kW"));
    assertThat(promises.verdict()).isEqualTo(Verdict.BROKEN);
  }

  @Test
  void saysOfABusyMachineThatItCouldNotBeShownThere() {
    trouble = Optional.of("others took 80 % of the processors meanwhile");
    promises.inTime("power is reached", false, "3 kW");
    promises.inTime("power is held", true, "");
    assertThat(promises.all())
        .containsExactly(
            new Promise(
                "power is reached",
                Verdict.NOT_SHOWN,
                "3 kW; others took 80 % of the processors meanwhile"),
            new Promise("power is held", Verdict.HELD, ""));
    assertThat(promises.verdict()).isEqualTo(Verdict.NOT_SHOWN);
  }

  @Test
  void excusesNoLimitThatWasExceededHoweverBusyTheMachine() {
    trouble = Optional.of("others took 80 % of the processors meanwhile");
    promises.inTime("power is reached", false, "");
    promises.always("no transformer is ever overloaded", false, "T1 50.0 kW");
    assertThat(promises.verdict()).isEqualTo(Verdict.BROKEN);
  }

  @Test
  void doesNotCountAsHeldWhenNothingWasPromised() {
    assertThat(promises.verdict()).isEqualTo(Verdict.BROKEN);
  }
}
