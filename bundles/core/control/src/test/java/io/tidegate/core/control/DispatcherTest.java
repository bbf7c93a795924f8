package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.codec.settings.Newest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class DispatcherTest {
  private static final String NAME = "ocpp2.0.1";

  private final AtomicLong now = new AtomicLong();
  private final BlockingQueue<SiteInput> outcomes = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private final Grip grip = new Grip(now::get);
  private final Dispatcher dispatcher = new Dispatcher(outcomes::add, grip);

  private record Token(Setpoint setpoint) implements Clearance {}

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void bind(long id, Actuator actuator) {
    dispatcher.bind(NAME, actuator, new Newest.Standing(0, new Version((int) id, 0, 0), id));
  }

  private void dispatch() {
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    Setpoint setpoint =
        new Setpoint(
            1,
            new EvseId("E1"),
            Optional.empty(),
            1000,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(30),
            List.of());
    dispatcher.dispatch(List.of(new Token(setpoint)), clearance -> NAME);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T value = queue.poll(30, TimeUnit.SECONDS);
    assertThat(value).isNotNull();
    return value;
  }

  @Test
  void showsAnActuatorThatFailsAtEachCallUntilABetterOneHasItsName() throws Exception {
    bind(
        1,
        setpoints -> {
          throw new NoClassDefFoundError("gone");
        });
    for (int i = 0; i < 4; i++) {
      dispatch();
      assertThat(next(outcomes))
          .isInstanceOfSatisfying(
              SiteInput.SetpointOutcome.class,
              o -> assertThat(o.outcome()).isEqualTo(SiteInput.Outcome.UNKNOWN));
    }
    assertThat(grip.trouble()).contains("ERR_ACTUATOR_FAILED", NAME, "NoClassDefFoundError");
    bind(2, setpoints -> taken.add("second"));
    assertThat(grip.trouble()).isEmpty();
    dispatch();
    assertThat(next(taken)).isEqualTo("second");
  }
}
