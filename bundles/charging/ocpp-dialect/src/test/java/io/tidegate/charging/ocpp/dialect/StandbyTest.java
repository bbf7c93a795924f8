package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.quantity.StationId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A version that no station speaks costs next to nothing (P1). */
class StandbyTest {
  private final Bench bench = Bench.open();

  @Test
  void readsNoTableBeforeAStationComesAndThenOne() {
    bench.dialect.modified(Map.of("idtokens", "any", "telemetry.interval.s", "9"));
    bench.dialect.health();
    assertThat(bench.dialect.subprotocol()).isEqualTo("ocpp2.0.1");
    assertThat(bench.dialect.preference()).isEqualTo(201);
    assertThat(bench.dialect.reaches(new StationId("CS01"))).isFalse();
    assertThat(bench.dialect.stop(Bench.E1).toCompletableFuture().join())
        .isEqualTo(StationCommands.Reply.NOT_SENT);
    bench.dialect.close();
    assertThat(bench.languages).isZero();
    bench.connect("CS01");
    bench.connect("CS02");
    assertThat(bench.languages).isOne();
  }

  @Test
  void isPreparedWhenItComesIntoARunningGateway() {
    bench.running = true;
    bench.dialect = bench.dialect();
    assertThat(bench.languages).isOne();
    bench.connect("CS01");
    assertThat(bench.languages).isOne();
  }

  @Test
  void saysOfASetpointThatNobodyIsThereToTakeIt() {
    bench.dialect.apply(List.of(bench.clearance("E01", 4_000)));
    assertThat(bench.inputs)
        .hasAtLeastOneElementOfType(SiteInput.SetpointOutcome.class)
        .allSatisfy(
            input ->
                assertThat(((SiteInput.SetpointOutcome) input).outcome())
                    .isEqualTo(SiteInput.Outcome.NOT_SENT));
  }
}
