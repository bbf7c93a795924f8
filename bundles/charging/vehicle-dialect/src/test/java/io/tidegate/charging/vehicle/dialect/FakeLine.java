package io.tidegate.charging.vehicle.dialect;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line and its EVSE that write down what is done to them, in one list. */
final class FakeLine implements VehicleLine, EvseUnit {
  final List<String> done = new ArrayList<>();
  final List<Runnable> tasks = new ArrayList<>();
  long nanos = 1_000;
  private Slot slot = Slot.EMPTY;

  @Override
  public VehiclePeer peer() {
    VehicleProtocol protocol =
        new VehicleProtocol(
            "urn:test", 1, 0, VehicleProtocol.Energy.ANY, VehicleProtocol.Tls.OPTIONAL);
    return new VehiclePeer(
        new EvseId("E01"), 1, protocol, 1, "[::1]:1", Optional.empty(), new byte[64]);
  }

  @Override
  public EvseUnit evse() {
    return this;
  }

  @Override
  public Slot slot() {
    return slot;
  }

  @Override
  public void slot(Slot state) {
    slot = state;
  }

  @Override
  public void send(int payloadType, byte[] message) {
    done.add("send " + new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void deadline(Duration in) {
    done.add("deadline " + in.toNanos());
  }

  @Override
  public void noDeadline() {
    done.add("no deadline");
  }

  @Override
  public void close(String code, String sentence) {
    done.add("close " + code);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public EvseId id() {
    return new EvseId("E01");
  }

  @Override
  public EvseRating rating() {
    return new EvseRating("DE*TDG*E1", false, 3, 230, 0, 0, 6, 16, 0, 11_000, 0, 1_400);
  }

  @Override
  public EvseView view() {
    return new EvseView(
        Instant.EPOCH,
        nanos,
        PilotState.C,
        EvseView.ContactorState.OPEN,
        true,
        EvseView.Insulation.UNKNOWN,
        230,
        0,
        0,
        new EvseView.MeterValue("M1", 0, 0, Instant.EPOCH, Optional.empty()),
        new EvseView.PowerOffer(11_000, 1, Long.MAX_VALUE),
        11_000,
        0,
        List.of(new EvseView.PowerSlot(3_600, 11_000, 0)),
        List.of(),
        EvseView.Authorisation.NONE,
        EvseView.Notice.NONE,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  @Override
  public void apply(List<EvseAction> actions) {
    actions.forEach(action -> done.add(action.getClass().getSimpleName()));
  }

  @Override
  public AutoCloseable watch(Runnable changed) {
    return () -> {};
  }
}
