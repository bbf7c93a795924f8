package io.tidegate.charging.vehicle.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.charging.vehicle.classic.Ask.PowerDelivery.Stretch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  private static final List<Plan.Power> SCHEDULE =
      List.of(new Plan.Power(0, 600, 11_000), new Plan.Power(600, 3_000, 4_000));

  @Test
  void letsThroughWhatStaysBelowTheScheduleAtEveryTime() {
    assertThat(Profiles.flaw(List.of(), SCHEDULE)).isEmpty();
    assertThat(Profiles.flaw(List.of(new Stretch(0, 4_000)), SCHEDULE)).isEmpty();
    assertThat(Profiles.flaw(List.of(new Stretch(0, 11_050), new Stretch(600, 4_000)), SCHEDULE))
        .isEmpty();
  }

  @Test
  void seesWhatReachesIntoALowerStretch() {
    assertThat(Profiles.flaw(List.of(new Stretch(0, 11_000)), SCHEDULE)).contains("4000");
    assertThat(Profiles.flaw(List.of(new Stretch(0, 11_000), new Stretch(601, 4_000)), SCHEDULE))
        .contains("4000");
  }

  @Test
  void seesTimeThatRunsBackwards() {
    assertThat(Profiles.flaw(List.of(new Stretch(60, 1), new Stretch(60, 1)), SCHEDULE))
        .contains("back in time");
  }

  @Test
  void tellsTheEvseOfStretchesWithLengths() {
    assertThat(Profiles.of(List.of(new Stretch(0, 7_000), new Stretch(900, -3))).slots())
        .containsExactly(new PowerSlot(900, 7_000, 0), new PowerSlot(86_400, 0, 0));
  }
}
