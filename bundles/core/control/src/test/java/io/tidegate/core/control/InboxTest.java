package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.StationId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InboxTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private static SiteInput reading(double celsius) {
    return new SiteInput.TemperatureReading("T1", celsius);
  }

  private static SiteInput keepAlive() {
    return new SiteInput.KeepAlive(new ControllerId("dms"));
  }

  @Test
  void keepsTheOrderOfArrivalOverMeasurementsAndEvents() throws InterruptedException {
    Inbox inbox = new Inbox(10);
    inbox.post(reading(1));
    inbox.post(keepAlive());
    inbox.post(reading(2));
    var inputs = inbox.await(0, 0).arrivals().stream().map(Inbox.Arrival::input).toList();
    assertThat(inputs).containsExactly(reading(1), keepAlive(), reading(2));
  }

  @Test
  void aFullInboxDisplacesTheOldestMeasurementAndRefusesOtherInputs() throws InterruptedException {
    Inbox inbox = new Inbox(2);
    assertThat(inbox.post(reading(1))).isTrue();
    assertThat(inbox.post(reading(2))).isTrue();
    assertThat(inbox.post(reading(3))).isTrue();
    assertThat(inbox.post(keepAlive())).isTrue();
    assertThat(inbox.post(keepAlive())).isTrue();
    assertThat(inbox.post(keepAlive())).isFalse();
    assertThat(inbox.displaced()).isEqualTo(1);
    assertThat(inbox.refused()).isEqualTo(1);
    assertThat(inbox.await(0, 0).arrivals())
        .hasSize(4)
        .extracting(Inbox.Arrival::input)
        .doesNotContain(reading(1));
  }

  @Test
  void anUrgentInputDoesNotWaitForTheGatheringWindow() throws InterruptedException {
    Inbox inbox = new Inbox(10);
    inbox.post(reading(1));
    Thread sender = new Thread(() -> inbox.post(new SiteInput.StationOffline(new StationId("S"))));
    sender.start();
    // without the urgent input this would wait for a minute, longer than the test may take
    Inbox.Batch batch = inbox.await(MINUTE, MINUTE);
    assertThat(batch.urgent()).isTrue();
    assertThat(batch.arrivals()).hasSize(2);
    sender.join();
  }

  @Test
  void gathersMeasurementsForTheWindow() throws InterruptedException {
    Inbox inbox = new Inbox(10);
    inbox.post(reading(1));
    long begin = System.nanoTime();
    Inbox.Batch batch = inbox.await(MINUTE, TimeUnit.MILLISECONDS.toNanos(10));
    assertThat(batch.arrivals()).hasSize(1);
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(8));
  }

  @Test
  void returnsEmptyHandedWhenNothingComes() throws InterruptedException {
    assertThat(new Inbox(10).await(1_000, MINUTE).arrivals()).isEmpty();
  }
}
