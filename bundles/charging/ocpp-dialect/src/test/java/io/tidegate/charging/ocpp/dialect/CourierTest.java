package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.StationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the site must hear is not lost. */
class CourierTest {
  private static final Instant T0 = Bench.T0;

  @Test
  void whatWaitsIsDeliveredInOrderAndMeasurementsAreNotKept() {
    List<SiteInput> taken = new ArrayList<>();
    boolean[] full = {true};
    List<Runnable> later = new ArrayList<>();
    Courier courier = new Courier(i -> !full[0] && taken.add(i), later::add);
    SiteInput first = new SiteInput.StationOffline(new StationId("A"));
    SiteInput second = new SiteInput.StationOnline(new StationId("A"), "x");
    var one = courier.deliver(first).toCompletableFuture();
    full[0] = false;
    var two = courier.deliver(second).toCompletableFuture();
    assertThat(taken).isEmpty();
    later.remove(0).run();
    assertThat(taken).containsExactly(first, second);
    assertThat(one).isCompleted();
    assertThat(two).isCompleted();
    assertThat(later).isEmpty();
    double no = Double.NaN;
    full[0] = true;
    courier.measure(new SiteInput.EvseTelemetry(Bench.E1, T0, 1, no, no, no, no, no, no));
    assertThat(later).isEmpty();
  }
}
