package io.tidegate.admin.updates.store;

import io.tidegate.api.update.UpdateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where the updater stands: all that is kept over restarts beside the bundles themselves.
 *
 * @param releases in force, one a name
 * @param removed features of the distribution or of releases that are left out
 * @param leftOut symbolic names of their bundles: the launcher does not know features
 * @param errand under way
 * @param history of orders that ended, newest first
 */
public record State(
    List<InForce> releases,
    List<String> removed,
    List<String> leftOut,
    Optional<Errand> errand,
    List<UpdateView> history) {
  private static final int REMEMBERED = 100;

  public State {
    releases = List.copyOf(releases);
    removed = List.copyOf(removed);
    leftOut = List.copyOf(leftOut);
    history = List.copyOf(history.subList(0, Math.min(history.size(), REMEMBERED)));
  }

  /** Everything as it came with the distribution. */
  public static State initial() {
    return new State(List.of(), List.of(), List.of(), Optional.empty(), List.of());
  }

  /** The release of that name. */
  public Optional<InForce> release(String name) {
    return releases.stream().filter(r -> r.release().name().equals(name)).findFirst();
  }

  public State with(Errand next) {
    return new State(releases, removed, leftOut, Optional.of(next), history);
  }

  /** The order has ended so. */
  public State ended(UpdateView end) {
    List<UpdateView> all = new ArrayList<>(history);
    all.add(0, end);
    return new State(releases, removed, leftOut, Optional.empty(), all);
  }

  /** Something more is known of an order that has ended. */
  public State amended(String id, UnaryOperator<UpdateView> more) {
    List<UpdateView> all = new ArrayList<>(history);
    all.replaceAll(view -> view.id().equals(id) ? more.apply(view) : view);
    return new State(releases, removed, leftOut, errand, all);
  }

  /** A release has been confirmed; one without bundles is the distribution's own again. */
  public State confirmed(Release release) {
    List<InForce> next = new ArrayList<>(releases);
    Optional<InForce> old = release(release.name());
    old.ifPresent(next::remove);
    boolean back = old.map(InForce::before).filter(release::equals).isPresent();
    // who goes back has nothing more to go back to but the distribution's own
    Release before =
        old.filter(o -> !back).map(InForce::release).orElseGet(() -> Release.none(release.name()));
    long highest = Math.max(release.counter(), old.map(InForce::highest).orElse(0L));
    long floor = Math.max(release.minCounter(), old.map(InForce::floor).orElse(0L));
    next.add(new InForce(release, before, highest, floor));
    return new State(next, removed, leftOut, errand, history);
  }

  /**
   * What another state of this gateway had confirmed counts, too; what runs stays as it is. What
   * ran there may come again.
   */
  public State remembering(State other) {
    List<InForce> next = new ArrayList<>(releases);
    for (InForce seen : other.releases) {
      String name = seen.release().name();
      InForce own = release(name).orElse(new InForce(Release.none(name), Release.none(name), 0, 0));
      boolean ran = seen.release().counter() == seen.highest();
      next.removeIf(each -> each.release().name().equals(name));
      next.add(
          new InForce(
              own.release(),
              own.before(),
              Math.max(own.highest(), ran ? seen.highest() - 1 : seen.highest()),
              Math.max(own.floor(), seen.floor())));
    }
    return new State(next, removed, leftOut, errand, history);
  }

  /** Other features are left out from now on. */
  public State without(List<String> features, List<String> bundles) {
    return new State(releases, features, bundles, errand, history);
  }
}
