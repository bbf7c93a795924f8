package io.tidegate.cloud.update.mqtt;

import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateListener;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk that does what the test says. */
final class ScriptedDesk implements UpdateDesk {
  final List<UpdateOrder> orders = new CopyOnWriteArrayList<>();
  final List<String> approved = new CopyOnWriteArrayList<>();
  private final Map<String, UpdateView> views = new LinkedHashMap<>();
  volatile UpdateListener listener = view -> {};
  volatile UpdateCode refusal;
  volatile boolean tooLate;

  /** Goes on with an order by itself before it answers for it. */
  volatile boolean hasty;

  static UpdateView view(
      String id, UpdateStep step, String code, String sentence, boolean approvable) {
    return new UpdateView(
        id, "mqtt", "tidegate-site", "2.0.0", 2, step, -1, code, sentence, approvable, List.of());
  }

  void step(String id, UpdateStep step, String code, String sentence) {
    put(view(id, step, code, sentence, false));
  }

  void waits(String id) {
    put(view(id, UpdateStep.WAIT, "", "It waits for a word.", true));
  }

  /** As a desk does with what ended long ago. */
  void forget(String id) {
    synchronized (views) {
      views.remove(id);
    }
  }

  private void put(UpdateView view) {
    synchronized (views) {
      views.put(view.id(), view);
    }
    listener.changed(view);
  }

  @Override
  public UpdateView order(UpdateOrder order) throws UpdateRefusedException {
    if (refusal != null) {
      throw new UpdateRefusedException(refusal, "It was told to refuse.");
    }
    Optional<UpdateView> known = find(order.id());
    if (known.isEmpty()) {
      orders.add(order);
      put(view(order.id(), UpdateStep.FETCH, "", "", false));
      if (hasty) {
        step(order.id(), UpdateStep.VERIFY, "", "");
      }
    }
    return find(order.id()).orElseThrow();
  }

  @Override
  public UpdateView approve(String id) {
    approved.add(id);
    put(view(id, UpdateStep.START, "", "", false));
    return find(id).orElseThrow();
  }

  @Override
  public UpdateView cancel(String id) throws UpdateRefusedException {
    if (tooLate) {
      throw new UpdateRefusedException(UpdateCode.TOO_LATE, "Bundles have been started.");
    }
    put(view(id, UpdateStep.CANCELLED, "", "Somebody wanted it.", false));
    return find(id).orElseThrow();
  }

  @Override
  public UpdateView rollBack(String release) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<UpdateView> current() {
    return Optional.empty();
  }

  @Override
  public Optional<UpdateView> find(String id) {
    synchronized (views) {
      return Optional.ofNullable(views.get(id));
    }
  }

  @Override
  public List<UpdateView> history() {
    synchronized (views) {
      return new ArrayList<>(views.values());
    }
  }

  @Override
  public List<InstalledRelease> installed() {
    return List.of(new InstalledRelease("tidegate-site", "1.0.0", 1, true));
  }
}
