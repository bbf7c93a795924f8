package io.tidegate.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void countsWhatOthersTookOfTheProcessors() {
    // 2 processors for 10 s: 15 s of 20 were used, 5 of them by the demo
    Machine.Reading before = new Machine.Reading(100, 1_000, 1_000_000_000L, 0);
    Machine.Reading now = new Machine.Reading(1_600, 3_000, 6_000_000_000L, 10_000_000_000L);
    assertThat(Machine.others(before, now, 2)).isEqualTo(0.5);
    assertThat(Machine.trouble(0.5, 0.1)).contains("others took 50 % of the processors meanwhile");
  }

  @Test
  void doesNotTakeTheDemoItselfForOthers() {
    Machine.Reading before = new Machine.Reading(0, 0, 0, 0);
    Machine.Reading now = new Machine.Reading(2_000, 2_000, 20_000_000_000L, 10_000_000_000L);
    assertThat(Machine.others(before, now, 2)).isZero();
    assertThat(Machine.trouble(0, 0.1)).isEmpty();
  }

  @Test
  void knowsNothingOfOthersWhereTheSystemDoesNotTell() {
    Machine.Reading before = new Machine.Reading(0, 0, 0, 0);
    Machine.Reading now = new Machine.Reading(0, 0, 1_000_000_000L, 10_000_000_000L);
    assertThat(Machine.others(before, now, 2)).isZero();
  }

  @Test
  void saysThatTheSimulationStoodStill() {
    assertThat(Machine.trouble(0, 1.25))
        .contains("the simulation itself stood still for 1.3 s meanwhile");
  }

  @Test
  void remembersHowItWasWhenACapWasExceeded() {
    Watch watch = new Watch(100_000, 40_000, 45_000, 20);
    Machine machine = new Machine(watch);
    assertThat(machine.whenExceeded()).isEmpty();
    watch.sample(100_050, 0, 0, 0, List.of());
    assertThat(watch.capExceeded()).isFalse();
    watch.sample(101_600, 0, 0, 0, List.of());
    assertThat(watch.capExceeded()).isTrue();
    Optional<String> then = machine.whenExceeded();
    machine.look();
    assertThat(machine.whenExceeded()).isEqualTo(then);
  }

  @Test
  void hasNothingAgainstTheMachineWhileTheSimulationGoesOn() {
    Watch watch = new Watch(100_000, 40_000, 45_000, 20);
    watch.sample(0, 0, 0, 0, List.of());
    watch.forgetGap();
    watch.sample(0, 0, 0, 0, List.of());
    assertThat(watch.gapS()).isBetween(0.0, 60.0);
    assertThat(Machine.trouble(0, 0)).isEqualTo(Optional.empty());
  }
}
