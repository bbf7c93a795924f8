package io.tidegate.admin.updates.store;

import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateView;
import java.util.List;
import java.util.Optional;

/**
 * The order under way.
 *
 * @param order as it was given; empty for what the gateway's operator asked of what is there
 *     already: going back, features
 * @param view how far it is
 * @param boot the start of the gateway that carries it out; another one finds it interrupted
 * @param wanted what shall be in force; empty until it is known
 * @param features that shall be left out once it is confirmed; empty when they stay as they are
 * @param changes of bundles; empty until they are known
 * @param before how the gateway was before anything was touched
 * @param trials starts that were made on trial of a release that needs one
 * @param approved whether an operator has said yes
 * @param failure what the launcher found wrong with a start, a sentence; empty as a rule
 */
public record Errand(
    Optional<UpdateOrder> order,
    UpdateView view,
    String boot,
    Optional<Release> wanted,
    Optional<List<String>> features,
    List<Change> changes,
    Before before,
    int trials,
    boolean approved,
    String failure) {
  public Errand {
    features = features.map(List::copyOf);
    changes = List.copyOf(changes);
  }

  /** Whether bundles are being exchanged, or have been. */
  public boolean touched() {
    return view.step().compareTo(io.tidegate.api.update.UpdateStep.WAIT) > 0
        && !view.step().ended();
  }

  /** Whether it takes a start of the container. */
  public boolean restarts() {
    return changes.stream().anyMatch(c -> c.kind() == Kind.RESTART);
  }

  public Errand with(UpdateView next) {
    return new Errand(
        order, next, boot, wanted, features, changes, before, trials, approved, failure);
  }

  public Errand onBoot(String next) {
    return new Errand(
        order, view, next, wanted, features, changes, before, trials, approved, failure);
  }

  public Errand wanting(Release next) {
    return new Errand(
        order, view, boot, Optional.of(next), features, changes, before, trials, approved, failure);
  }

  public Errand after(Before next) {
    return new Errand(
        order, view, boot, wanted, features, changes, next, trials, approved, failure);
  }

  public Errand changing(List<Change> next) {
    return new Errand(order, view, boot, wanted, features, next, before, trials, approved, failure);
  }

  public Errand approve() {
    return new Errand(order, view, boot, wanted, features, changes, before, trials, true, failure);
  }
}
