package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Kind;
import io.tidegate.api.update.UpdateCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges bundles of the running framework. Each step looks at what is there and does what is
 * left to do, so that whoever comes after an interruption can go on, or back. The updater's thread.
 *
 * <p>Of two bundles with one name those who use their services take the newer one, so the newer one
 * has the work from its start on and until its end.
 */
public final class Swap {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);
  private static final Duration STEP = Duration.ofMillis(20);

  private final Bundles bundles;
  private final Components components;
  private final Muster muster;
  private final Patience patience;
  private final Duration most;

  /**
   * @param most how long components of a bundle may take to be satisfied
   */
  public Swap(
      Bundles bundles,
      Supplier<Optional<ServiceComponentRuntime>> runtime,
      Patience patience,
      Duration most) {
    this.bundles = bundles;
    this.components = new Components(runtime);
    this.muster = new Muster(bundles);
    this.patience = patience;
    this.most = most;
  }

  /** Starts what can run beside what it replaces. */
  public void start(List<Change> changes, Set<String> waiting)
      throws SwapException, InterruptedException {
    List<Bundle> started = new ArrayList<>();
    for (Change change : upwards(changes)) {
      if (change.kind() == Kind.BLUE_GREEN && !change.to().isEmpty()) {
        started.add(start(change));
      }
    }
    await(started, waiting);
  }

  /** Stops what is replaced or removed, and exchanges what cannot run twice. */
  public void handOver(List<Change> changes, Set<String> waiting)
      throws SwapException, InterruptedException {
    for (Change change : inTurn(changes)) {
      try {
        if (change.kind() == Kind.IN_PLACE && !change.to().isEmpty()) {
          // what takes long is done before the old one stops
          bundles.install(change.to(), change.level());
        }
        Optional<Bundle> old = bundles.at(change.from());
        if (old.isPresent()) {
          bundles.stop(old.get());
        }
      } catch (BundleException e) {
        throw failed(change, e);
      }
      if (change.kind() == Kind.IN_PLACE && !change.to().isEmpty()) {
        await(List.of(start(change)), waiting);
      }
    }
  }

  /**
   * Undoes all of it. What fails is logged and the rest is done all the same.
   *
   * @return what is to be said of it beside the reason; empty when everything is as it was
   */
  public String undo(List<Change> changes, Before before) throws InterruptedException {
    boolean whole = undo(changes);
    Muster.Recall recall = muster.recall(before, changes);
    if (!whole || !recall.lost().isEmpty()) {
      return "Not all of it could be undone; restart the gateway.";
    }
    return recall.back().isEmpty()
        ? ""
        : "Meanwhile "
            + String.join(", ", recall.back())
            + " did not run any more and was started again.";
  }

  private boolean undo(List<Change> changes) throws InterruptedException {
    boolean whole = true;
    List<Change> down = new ArrayList<>(upwards(changes));
    java.util.Collections.reverse(down);
    for (Change change : down) {
      whole &= undo(change);
    }
    return whole;
  }

  private boolean undo(Change change) throws InterruptedException {
    boolean whole = true;
    Optional<Bundle> young = bundles.at(change.to());
    if (change.kind() == Kind.IN_PLACE && young.isPresent()) {
      whole = attempt(change, () -> bundles.silence(young.get()));
    }
    if (!change.from().isEmpty()) {
      whole &=
          attempt(
              change,
              () -> {
                Bundle old = bundles.install(change.from(), change.level());
                bundles.startAgain(old);
                boolean unused =
                    patience.until(() -> components.waiting(List.of(old)).isEmpty(), STEP, most);
              });
    }
    if (young.isPresent() && !change.to().equals(change.from())) {
      whole &= attempt(change, () -> bundles.withdraw(young.get()));
    }
    return whole;
  }

  /** The old ones are not needed any more. */
  public void finish(List<Change> changes) throws InterruptedException {
    for (Change change : changes) {
      Optional<Bundle> old = bundles.at(change.from());
      if (old.isPresent() && !change.to().equals(change.from())) {
        boolean unused = attempt(change, () -> bundles.uninstall(old.get()));
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws BundleException, InterruptedException;
  }

  private static boolean attempt(Change change, Step step) throws InterruptedException {
    try {
      step.run();
      return true;
    } catch (BundleException | IllegalStateException e) {
      LOG.error("{}: {}", change.symbolicName(), Reasons.of(e), e);
      return false;
    }
  }

  private Bundle start(Change change) throws SwapException, InterruptedException {
    try {
      Bundle bundle = bundles.install(change.to(), change.level());
      bundles.start(bundle);
      if (!Bundles.fragment(bundle)
          && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0) {
        throw new SwapException(
            UpdateCode.START_FAILED,
            change.symbolicName() + " did not become active: its start level is not reached");
      }
      return bundle;
    } catch (BundleException | IllegalStateException e) {
      throw failed(change, e);
    }
  }

  private static SwapException failed(Change change, Exception e) {
    boolean unresolved =
        e instanceof BundleException b && b.getType() == BundleException.RESOLVE_ERROR;
    return new SwapException(
        unresolved ? UpdateCode.UNRESOLVABLE : UpdateCode.START_FAILED,
        change.symbolicName()
            + (unresolved ? " does not resolve: " : " did not start: ")
            + Reasons.of(e),
        e);
  }

  private void await(List<Bundle> started, Set<String> waiting)
      throws SwapException, InterruptedException {
    refuse(components.unloadable(started), waiting);
    boolean ran =
        patience.until(
            () ->
                missing(components.waiting(started), waiting).isEmpty()
                    || !missing(components.lost(started), waiting).isEmpty(),
            STEP,
            most);
    refuse(components.lost(started), waiting);
    if (!ran) {
      refuse(components.waiting(started), waiting);
    }
  }

  private static void refuse(List<Components.Waiting> found, Set<String> waiting)
      throws SwapException {
    List<String> missing = missing(found, waiting);
    if (!missing.isEmpty()) {
      throw new SwapException(UpdateCode.START_FAILED, String.join("; ", missing));
    }
  }

  /** Those that did not run before either are no fault of what has started. */
  private static List<String> missing(List<Components.Waiting> found, Set<String> waiting) {
    return found.stream()
        .filter(w -> !waiting.contains(w.name()))
        .map(Components.Waiting::words)
        .toList();
  }

  /**
   * What goes without a successor goes first, its users before it: an EVSE opens its contactor
   * while the board is still there that does it. The rest as {@link #upwards}.
   */
  private List<Change> inTurn(List<Change> changes) {
    return changes.stream()
        .sorted(
            Comparator.comparing((Change change) -> !change.to().isEmpty())
                .thenComparingInt(
                    change -> change.to().isEmpty() ? -level(change) : change.level()))
        .toList();
  }

  /** Start level of the one that goes. */
  private int level(Change change) {
    return bundles
        .at(change.from())
        .map(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel())
        .orElse(0);
  }

  /** What others may need comes first. */
  private static List<Change> upwards(List<Change> changes) {
    return changes.stream().sorted(Comparator.comparingInt(Change::level)).toList();
  }
}
