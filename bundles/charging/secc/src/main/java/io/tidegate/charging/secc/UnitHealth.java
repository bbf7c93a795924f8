package io.tidegate.charging.secc;

import io.tidegate.api.vehicle.EvseView;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** One sentence on an EVSE. */
final class UnitHealth implements HealthCheck {
  private final EvseComponent component;
  private final Supplier<Optional<Unit>> unit;
  private final Function<Unit, String> spot;

  UnitHealth(EvseComponent component, Supplier<Optional<Unit>> unit, Function<Unit, String> spot) {
    this.component = component;
    this.unit = unit;
    this.spot = spot;
  }

  @Override
  public Result execute() {
    if (!component.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, component.problem());
    }
    Optional<Unit> now = unit.get();
    if (now.isEmpty()) {
      return new Result(Result.Status.CRITICAL, "the EVSE is configured twice");
    }
    EvseView view = now.get().view();
    if (view.fault().isPresent()) {
      return new Result(
          Result.Status.CRITICAL, view.fault().get().code() + ": " + view.fault().get().sentence());
    }
    String trouble = spot.apply(now.get());
    if (!trouble.isEmpty()) {
      return new Result(Result.Status.CRITICAL, trouble);
    }
    return new Result(
        Result.Status.OK,
        "pilot "
            + view.pilot()
            + ", contactor "
            + view.contactor()
            + ", "
            + Math.round(view.powerW())
            + " W of "
            + Math.round(view.offer().powerW())
            + " W offered");
  }
}
