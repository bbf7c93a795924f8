package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.ChargingSession;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each service in each control mode with each authorisation, from beginning to end. */
class SessionsTest {

  static Stream<Arguments> sessions() {
    List<Arguments> all = new java.util.ArrayList<>();
    for (int service : new int[] {1, 2, 5, 6}) {
      for (String mode : List.of("Scheduled", "Dynamic", "Dynamic by station")) {
        for (boolean contract : new boolean[] {false, true}) {
          for (boolean handOver : new boolean[] {false, true}) {
            all.add(Arguments.of(service, mode, contract, handOver));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "service {0}, {1}, contract {2}, handed over at every event {3}")
  @MethodSource("sessions")
  void chargesFromPlugInToTheEnd(int service, String mode, boolean contract, boolean handOver) {
    Ev ev = Ev.at(service, !mode.equals("Scheduled"), mode.endsWith("station"));
    Bench bench = ev.bench;
    bench.handOver = handOver;
    if (contract) {
      ev.contract = Contract.good();
      ev.contract.trustedBy(bench);
    }
    ev.upTo(ev.direct() ? Phase.PRE_CHARGE : Phase.READY);
    assertThat(bench.evse.open()).isTrue();
    assertThat(bench.all(EvseAction.Discharge.class)).isEmpty();

    ev.upTo(Phase.LOOP);
    assertThat(bench.evse.closed()).isTrue();
    for (int i = 0; i < 10; i++) {
      ev.loop();
      assertThat(bench.evse.closed()).isTrue();
      assertThat(bench.evse.unsafe()).isFalse();
    }
    ev.ok(ev.delivery(ChargeProgress.STOP));
    assertThat(bench.evse.open()).isTrue();
    if (ev.direct()) {
      ev.ok(new DcWeldingDetectionReq(ev.header(), Processing.FINISHED));
    }
    ev.stop(ChargingSession.TERMINATE);
    assertThat(bench.closes).containsExactly("");
    assertThat(bench.last(EvseAction.End.class).code()).isEmpty();
    assertThat(bench.all(EvseAction.Begin.class)).hasSize(1);
    assertThat(bench.all(EvseAction.End.class)).hasSize(1);
    assertThat(bench.last(EvseAction.Authorise.class).contract().isPresent()).isEqualTo(contract);
    boolean both = service == Catalogue.AC_BPT || service == Catalogue.DC_BPT;
    assertThat(bench.all(EvseAction.Discharge.class))
        .extracting(EvseAction.Discharge::allowed)
        .isEqualTo(both ? List.of(true, false) : List.of());
    bench.advance(Duration.ofMinutes(5));
    assertThat(bench.evse.open()).isTrue();
  }
}
