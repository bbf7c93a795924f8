package io.tidegate.admin.updates.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.update.FeatureDesk;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An updater that writes orders down. */
final class FakeDesk implements UpdateDesk, FeatureDesk {
  final List<UpdateOrder> orders = new ArrayList<>();
  final List<byte[]> files = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  boolean busy;

  static UpdateView view(String id, UpdateStep step) {
    return new UpdateView(
        id,
        "rest",
        "tidegate-site",
        "1.0.4",
        4,
        step,
        step.ended() ? -1 : 40,
        step == UpdateStep.REFUSED ? "EXPIRED" : "",
        "so it is",
        step == UpdateStep.WAIT,
        List.of(new UpdateView.Done(UpdateStep.FETCH, Instant.parse("2027-03-01T12:00:00Z"))),
        Optional.of(new UpdateView.Resources(6, 101, 49, 9_000, 35_000_000, 60_000_000)),
        Optional.empty());
  }

  @Override
  public UpdateView order(UpdateOrder order) throws UpdateRefusedException {
    if (busy) {
      throw new UpdateRefusedException(UpdateCode.BUSY, "The order a is under way.");
    }
    orders.add(order);
    if (order.from() instanceof ReleaseSource.OfFile from) {
      try {
        assertThat(from.file()).exists();
        files.add(Files.readAllBytes(from.file()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return view(order.id(), UpdateStep.FETCH);
  }

  private UpdateView did(String what, String id) throws UpdateRefusedException {
    said.add(what + " " + id);
    if (id.equals("none")) {
      throw new UpdateRefusedException(UpdateCode.UNKNOWN_ORDER, "There is no such thing.");
    }
    if (id.equals("late")) {
      throw new UpdateRefusedException(UpdateCode.TOO_LATE, "It has ended.");
    }
    return view(id, UpdateStep.WAIT);
  }

  @Override
  public UpdateView approve(String id) throws UpdateRefusedException {
    return did("approve", id);
  }

  @Override
  public UpdateView cancel(String id) throws UpdateRefusedException {
    return did("cancel", id);
  }

  @Override
  public UpdateView rollBack(String release) throws UpdateRefusedException {
    return did("roll back", release);
  }

  @Override
  public Optional<UpdateView> current() {
    return busy ? Optional.of(view("a", UpdateStep.WAIT)) : Optional.empty();
  }

  @Override
  public Optional<UpdateView> find(String id) {
    return id.equals("none") ? Optional.empty() : Optional.of(view(id, UpdateStep.REFUSED));
  }

  @Override
  public List<UpdateView> history() {
    return List.of(view("b", UpdateStep.HAND_OVER), view("a", UpdateStep.CONFIRMED));
  }

  @Override
  public List<InstalledRelease> installed() {
    return List.of(new InstalledRelease("tidegate-site", "1.0.4", 4, false));
  }

  @Override
  public List<Feature> features() {
    return List.of(
        new Feature("ocpp", "Stations over OCPP", "", true, false, List.of("io.acme.ocpp")),
        new Feature("core", "Decides", "", true, true, List.of("io.acme.core")),
        new Feature("away", "Not here", "", false, false, List.of("io.acme.away")));
  }

  @Override
  public UpdateView install(String feature) throws UpdateRefusedException {
    return did("install", feature);
  }

  @Override
  public UpdateView remove(String feature) throws UpdateRefusedException {
    return did("remove", feature);
  }
}
