package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.MeterValue;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PowerOffer;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An EVSE of which nothing but the pilot changes. */
final class FakeUnit implements EvseUnit {
  final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final EvseId id;
  private final boolean direct;
  volatile PilotState pilot = PilotState.C;

  FakeUnit(String id, boolean direct) {
    this.id = new EvseId(id);
    this.direct = direct;
  }

  @Override
  public EvseId id() {
    return id;
  }

  @Override
  public EvseRating rating() {
    return new EvseRating(
        "DE*TDG*" + id,
        direct,
        direct ? 0 : 3,
        direct ? 0 : 230,
        200,
        920,
        1,
        32,
        32,
        11_000,
        11_000,
        100);
  }

  @Override
  public EvseView view() {
    Instant now = Instant.now();
    return new EvseView(
        now,
        System.nanoTime(),
        pilot,
        ContactorState.OPEN,
        false,
        Insulation.UNKNOWN,
        0,
        0,
        0,
        new MeterValue("M1", 0, 0, now, Optional.empty()),
        new PowerOffer(0, 0, 0),
        11_000,
        11_000,
        List.of(new PowerSlot(3600, 11_000, 0)),
        List.of(),
        Authorisation.NONE,
        Notice.NONE,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  @Override
  public void apply(List<EvseAction> actions) {}

  @Override
  public AutoCloseable watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  void pilot(PilotState state) {
    pilot = state;
    watchers.forEach(Runnable::run);
  }
}
