package io.tidegate.hardware.control.pilot;

import io.tidegate.api.device.ControlPilot;
import io.tidegate.api.device.DeviceException;
import io.tidegate.api.device.PilotFrontEnd;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.device.Reading;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control pilot in front of a board's electronics. Owns no thread: the state is worked out from
 * the newest sample whenever somebody asks, which a supervisor does every few milliseconds.
 * Thread-safe.
 */
final class Pilot implements ControlPilot {
  private static final Logger LOG = LoggerFactory.getLogger(Pilot.class);
  private static final String SILENT = "ERR_PILOT_SILENT";

  private final String name;
  private final Supplier<Optional<PilotFrontEnd>> frontEnd;
  private final LongSupplier nanos;
  private final Debounce debounce;
  private PilotState seen = PilotState.UNKNOWN;
  private double duty = Duty.NONE;
  private boolean unavailable;
  private PilotState shown = PilotState.UNKNOWN;

  Pilot(
      String name,
      Supplier<Optional<PilotFrontEnd>> frontEnd,
      long debounceNanos,
      LongSupplier nanos) {
    this.name = name;
    this.frontEnd = frontEnd;
    this.nanos = nanos;
    this.debounce = new Debounce(debounceNanos);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Reading<PilotState> state() {
    Reading<PilotFrontEnd.Sample> sample =
        frontEnd.get().map(PilotFrontEnd::sample).orElseGet(Reading::none);
    if (sample.value().isEmpty() || !sample.fault().isEmpty()) {
      seen = PilotState.UNKNOWN;
      show(debounce.seen(seen, nanos.getAsLong()));
      String fault = sample.fault().isEmpty() ? SILENT : sample.fault();
      return new Reading<>(Optional.of(PilotState.UNKNOWN), sample.at(), fault);
    }
    seen = Voltages.state(sample.value().get(), seen);
    return new Reading<>(
        Optional.of(show(debounce.seen(seen, nanos.getAsLong()))), sample.at(), "");
  }

  private PilotState show(PilotState now) {
    if (now != shown) {
      LOG.info("Control pilot {}: state {}, was {}", name, now, shown);
      shown = now;
    }
    return now;
  }

  @Override
  public void duty(double percent) throws DeviceException {
    if (!Duty.valid(percent)) {
      throw new IllegalArgumentException(
          "a duty cycle is 5, 10 to 96 or 100 percent, not " + percent);
    }
    double pwm;
    synchronized (this) {
      duty = percent;
      pwm = unavailable ? 0 : percent;
    }
    board().pwm(pwm);
  }

  @Override
  public void unavailable(boolean on) throws DeviceException {
    double pwm;
    synchronized (this) {
      unavailable = on;
      pwm = on ? 0 : duty;
    }
    board().pwm(pwm);
  }

  private PilotFrontEnd board() throws DeviceException {
    return frontEnd
        .get()
        .orElseThrow(
            () ->
                new DeviceException(
                    SILENT, "pilot " + name + ": its electronics are not there", null));
  }

  /** One sentence for an operator. */
  synchronized String sentence() {
    return "state "
        + debounce.settled()
        + ", "
        + (unavailable ? "not available (state F)" : Duty.words(duty));
  }
}
