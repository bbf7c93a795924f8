package io.tidegate.sim.ev;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many vehicles, and what is counted of them. */
class FleetTest {

  @Test
  void countsLoopsAnswersAndEndings() throws Exception {
    Pace pace = new Pace(Duration.ofMillis(5), Duration.ofMillis(1), 60, 20);
    try (Fleet fleet = new Fleet(1);
        ToyServer first = new ToyServer(new ToyStation(), null);
        ToyServer second = new ToyServer(new ToyStation(), null)) {
      var one = add(fleet, first, pace);
      var two = add(fleet, second, pace.times(0));
      assertThat(fleet.awaitLooping(1, 60)).isTrue();
      one.ended().get(60, TimeUnit.SECONDS);
      fleet.stop();
      two.ended().get(60, TimeUnit.SECONDS);
      Fleet.Figures figures = fleet.figures();
      assertThat(figures.loops()).isGreaterThan(20);
      assertThat(figures.endings()).containsEntry(Ending.Kind.DONE, 2);
      assertThat(figures.inLoop()).isZero();
      assertThat(figures.p99Ms()).isBetween(figures.p50Ms(), figures.maxMs());
    }
  }

  private static SimulatedVehicle add(Fleet fleet, ToyServer server, Pace pace) {
    IdealPlug plug = new IdealPlug();
    plug.station(new Plug.Reading(true, 400, 20, 8_000, 5));
    return fleet.add(
        VehicleProfile.dc("W").with(pace),
        new Battery(60_000, 50, 400, 10),
        plug,
        Credentials.NONE,
        Endpoint.at(server.address(), false),
        Witness.BLIND);
  }

  @Test
  void knowsPercentilesToAPercent() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1_000; i++) {
      latencies.add(i * 100_000L);
    }
    assertThat(latencies.percentileMs(50)).isBetween(50.0, 50.6);
    assertThat(latencies.percentileMs(99)).isBetween(99.0, 100.0);
    assertThat(latencies.maxMs()).isEqualTo(100);
    assertThat(new Latencies().percentileMs(99)).isNaN();
  }
}
