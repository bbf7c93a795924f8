package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.engine.Admission;
import io.tidegate.admin.updates.engine.Base;
import io.tidegate.admin.updates.engine.Baseline;
import io.tidegate.admin.updates.engine.Bundles;
import io.tidegate.admin.updates.engine.Catalogue;
import io.tidegate.admin.updates.engine.Links;
import io.tidegate.admin.updates.engine.Patience;
import io.tidegate.admin.updates.engine.Plan;
import io.tidegate.admin.updates.engine.Premises;
import io.tidegate.admin.updates.engine.Swap;
import io.tidegate.admin.updates.engine.SwapException;
import io.tidegate.admin.updates.engine.Takes;
import io.tidegate.admin.updates.engine.Vitals;
import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Errand;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Kind;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.Store;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.codec.release.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the order that is in the book, step by step, on a thread that is there for it alone.
 * Each step is written down before it is begun; so whoever finds the book after an interruption
 * knows what may have been done.
 */
final class Conductor implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** A start on trial that takes longer has failed. */
  private static final Duration TRIAL = Duration.ofMinutes(2);

  private final Surroundings around;
  private final Book book;
  private final Patience patience;
  private final Bundles bundles;
  private final Store store;
  private final Vitals vitals;
  private final Swap swap;
  private final Ending ending;
  private final Premises premises;
  private final Links links = new Links();
  private final Optional<Thread> before;
  private volatile boolean unwanted;

  Conductor(
      Surroundings around,
      Book book,
      Patience patience,
      Bundles bundles,
      Store store,
      Premises premises,
      Optional<Thread> before) {
    this.bundles = bundles;
    this.before = before;
    this.premises = premises;
    this.around = around;
    this.book = book;
    this.patience = patience;
    this.store = store;
    Terms terms = around.terms().get();
    // stations come back within a minute after a start
    Duration grace = around.trial().isEmpty() ? terms.grace() : terms.grace().multipliedBy(6);
    vitals = new Vitals(bundles, around.house(), grace);
    swap = new Swap(bundles, around.house()::components, patience, terms.start());
    ending = new Ending(around, book, store, premises);
  }

  /** Nobody wants it any more. */
  void giveUp() {
    unwanted = true;
    patience.nudge();
  }

  @Override
  public void run() {
    try {
      if (before.isPresent()) {
        before.get().join();
      }
      Optional<Errand> errand = book.state().errand();
      if (errand.isPresent() && errand.get().touched()) {
        afterInterruption(errand.get());
      } else if (errand.isPresent()) {
        carryOut();
      }
    } catch (InterruptedException e) {
      // the updater is stopped: the next one finds in the book how far this one was
      Thread.currentThread().interrupt();
    }
  }

  private Errand errand() {
    return book.state().errand().orElseThrow();
  }

  private void carryOut() throws InterruptedException {
    List<Change> changes;
    try {
      // what does not run yet could be taken for what shall not
      while (!bundles.allStarted()) {
        waitFor("It waits until the gateway has started.", false);
      }
      prepare();
      changes = plan();
      awaitTurn(changes);
      changes = plan(); // the world may have changed meanwhile
      touch(changes);
    } catch (UpdateRefusedException e) {
      ending.refused(e.code(), e.getMessage());
      return;
    } catch (IOException e) {
      LOG.warn("order {} failed", errand().view().id(), e);
      ending.refused(diskFull() ? UpdateCode.DISK_FULL : UpdateCode.FETCH_FAILED, Trouble.of(e));
      return;
    } catch (Unwanted e) {
      ending.cancelled();
      return;
    } catch (RuntimeException e) {
      LOG.error("order {}: the updater failed", errand().view().id(), e);
      ending.refused(
          UpdateCode.UNRESOLVABLE, "the updater failed, the log says where: " + Trouble.of(e));
      return;
    }
    if (errand().restarts()) {
      restart();
    } else {
      exchange(changes);
    }
  }

  private void exchange(List<Change> changes) throws InterruptedException {
    try {
      Set<String> waiting = new HashSet<>(errand().before().waiting());
      swap.start(changes, waiting);
      step(UpdateStep.HAND_OVER, "The old bundles are stopped.");
      swap.handOver(changes, waiting);
      if (errand().features().isEmpty() && !changes.isEmpty()) {
        step(UpdateStep.PROBATION, "");
        probation(disturbs(changes));
      }
      ending.confirmed();
    } catch (SwapException e) {
      undo(changes, e.code(), e.getMessage());
      return;
    } catch (IOException e) {
      undo(
          changes, UpdateCode.DISK_FULL, "the updater's state cannot be written: " + Trouble.of(e));
      return;
    } catch (RuntimeException e) {
      LOG.error("order {}: the updater failed", errand().view().id(), e);
      undo(
          changes,
          UpdateCode.START_FAILED,
          "the updater failed, the log says where: " + Trouble.of(e));
      return;
    }
    swap.finish(changes);
    ending.tidy();
  }

  private void undo(List<Change> changes, UpdateCode code, String sentence)
      throws InterruptedException {
    String rest = swap.undo(changes, errand().before());
    ending.rolledBack(code, rest.isEmpty() ? sentence : Sentence.of(sentence) + " " + rest);
    ending.tidy();
  }

  /** What another run of the updater, or of the gateway, has left in the middle. */
  private void afterInterruption(Errand found) throws InterruptedException {
    boolean same = found.boot().equals(around.boot());
    if (!found.failure().isEmpty()) {
      ending.rolledBack(UpdateCode.START_FAILED, found.failure());
      ending.tidy();
    } else if (found.restarts() && around.trial().equals(found.view().id())) {
      trial();
    } else if (same && !found.restarts()) {
      undo(found.changes(), UpdateCode.INTERRUPTED, "The updater was stopped in the middle.");
    } else {
      ending.rolledBack(
          UpdateCode.INTERRUPTED,
          found.restarts() && found.trials() > 0
              ? "The gateway was started "
                  + found.trials()
                  + " times on trial, and it stayed with none."
              : "The gateway was stopped or lost its power in the middle.");
      ending.tidy();
    }
  }

  /** The container was started anew with the release: does it stay healthy? */
  private void trial() throws InterruptedException {
    try {
      // the launcher sees by this that somebody judges this start
      book.change(s -> s.with(s.errand().orElseThrow().onBoot(around.boot())));
      step(UpdateStep.PROBATION, "");
      if (!patience.until(bundles::allStarted, LOOK, TRIAL)) {
        throw new SwapException(
            UpdateCode.START_FAILED,
            "the gateway has not started within " + TRIAL.toSeconds() + " s");
      }
      probation(true);
      ending.confirmed();
      ending.tidy();
    } catch (SwapException e) {
      backByRestart(e.code(), e.getMessage());
    } catch (IOException e) {
      backByRestart(
          UpdateCode.DISK_FULL, "the updater's state cannot be written: " + Trouble.of(e));
    }
  }

  private void backByRestart(UpdateCode code, String sentence) {
    ending.rolledBack(code, sentence);
    boolean unused = around.restart();
  }

  private void restart() throws InterruptedException {
    try {
      step(UpdateStep.HAND_OVER, "The container is started anew.");
    } catch (IOException e) {
      ending.rolledBack(
          UpdateCode.DISK_FULL, "the updater's state cannot be written: " + Trouble.of(e));
      return;
    }
    if (!around.restart()) {
      ending.rolledBack(
          UpdateCode.START_FAILED, "Nobody is there who could start the container anew.");
    }
  }

  /** Somebody has given the order up. */
  private static final class Unwanted extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private void prepare()
      throws UpdateRefusedException, IOException, Unwanted, InterruptedException {
    Errand now = errand();
    Optional<UpdateOrder> order = now.order();
    if (order.isEmpty()) {
      return; // it is here already
    }
    Path archive = ending.archive(order.get().id());
    step(UpdateStep.FETCH, "The archive is being fetched.");
    if (order.get().from() instanceof ReleaseSource.OfUri uri
        && !around.fetcher().fetch(uri, archive, this::percent, () -> unwanted)) {
      throw new Unwanted();
    }
    if (!Files.isRegularFile(archive)) {
      throw new UpdateRefusedException(UpdateCode.TRUNCATED, "the archive is not there any more");
    }
    wanted();
    step(UpdateStep.VERIFY, "Signatures and contents are being verified.");
    room(Files.size(archive));
    Release release = around.opener().open(archive, book.state());
    book.change(
        s -> {
          Errand e = s.errand().orElseThrow();
          return s.with(e.wanting(release).with(Views.about(e.view(), release)));
        });
  }

  private void percent(int percent) {
    if (percent != errand().view().percent()) {
      book.say(v -> Views.saying(v, percent, v.sentence(), false));
      around.tell(errand().view(), false);
    }
  }

  private List<Change> plan()
      throws UpdateRefusedException, IOException, Unwanted, InterruptedException {
    Errand now = errand();
    if (now.view().step().compareTo(UpdateStep.RESOLVE) < 0) {
      step(UpdateStep.RESOLVE, "Would all of it resolve?");
    }
    wanted();
    Base base = premises.base();
    Catalogue catalogue = premises.catalogue();
    State state = book.state();
    Plan plan = new Plan(bundles, base, store, around.product());
    List<Change> changes;
    if (now.wanted().isPresent()) {
      if (now.order().isPresent()) {
        new Admission(catalogue, base, around.product()).check(now.wanted().get(), state);
      }
      changes = plan.changes(now.wanted().get(), state, catalogue.leftOut(state.removed(), state));
      catalogue.whole(changes, state, forward());
    } else {
      Set<String> before = catalogue.leftOut(state.removed(), state);
      Set<String> after = catalogue.leftOut(now.features().orElse(List.of()), state);
      Set<String> coming = new HashSet<>(before);
      coming.removeAll(after);
      Set<String> going = new HashSet<>(after);
      going.removeAll(before);
      changes = plan.changes(coming, going, state);
    }
    Baseline baseline = new Baseline(plan.gaps(changes));
    baseline.resolves();
    if (now.view().step().compareTo(UpdateStep.BASELINE) < 0) {
      step(UpdateStep.BASELINE, "Do classes find what they use of each other?");
    }
    baseline.compatible();
    links.check(plan, changes);
    return changes;
  }

  private void awaitTurn(List<Change> changes)
      throws IOException, Unwanted, InterruptedException, UpdateRefusedException {
    step(UpdateStep.WAIT, "");
    Optional<UpdateOrder> order = errand().order();
    Instant notBefore = order.map(UpdateOrder::notBefore).orElse(Instant.MIN);
    while (around.clock().instant().isBefore(notBefore)) {
      waitFor("It waits for its time, " + notBefore + ".", false);
    }
    while (order.isPresent() && order.get().approval() && !errand().approved()) {
      waitFor("It waits for an operator's approval.", true);
    }
    boolean disturbs = disturbs(changes);
    boolean may = order.map(UpdateOrder::disturb).orElse(true);
    while (disturbs && !may && !errand().approved() && !vitals.quiet()) {
      waitFor(
          "It waits until no vehicle is served, or for an operator's word: it would interrupt "
              + first(changes)
              + ".",
          true);
    }
    wanted();
  }

  private static boolean disturbs(List<Change> changes) {
    return changes.stream().anyMatch(c -> c.kind() != Kind.BLUE_GREEN);
  }

  private static String first(List<Change> changes) {
    return changes.stream()
        .filter(c -> c.kind() != Kind.BLUE_GREEN)
        .map(Change::symbolicName)
        .findFirst()
        .orElse("");
  }

  private void waitFor(String sentence, boolean approvable) throws Unwanted, InterruptedException {
    if (!errand().view().sentence().equals(sentence)) {
      book.say(v -> Views.saying(v, -1, sentence, approvable));
      around.tell(errand().view(), true);
    }
    patience.pause(LOOK);
    wanted();
  }

  private void wanted() throws Unwanted {
    if (unwanted) {
      throw new Unwanted();
    }
  }

  /** From here on it is too late to give it up. */
  private void touch(List<Change> changes) throws IOException, Unwanted, InterruptedException {
    var before = vitals.take(changes);
    var takes = Takes.now(around.context());
    book.change(
        s -> {
          Errand e = s.errand().orElseThrow().changing(changes).after(before);
          return s.with(e.with(Views.before(e.view(), takes)).onBoot(around.boot()));
        });
    wanted();
    step(UpdateStep.START, changes.size() + " bundles change.");
  }

  /** Whether a release above the one in force is to come. */
  private boolean forward() {
    Errand now = errand();
    return now.order().isPresent()
        && now.wanted()
            .filter(
                wanted ->
                    wanted.counter()
                        > book.state()
                            .release(wanted.name())
                            .map(in -> in.release().counter())
                            .orElse(0L))
            .isPresent();
  }

  /**
   * @param closed whether connections of stations may have been closed
   */
  private void probation(boolean closed) throws SwapException, InterruptedException, IOException {
    Errand now = errand();
    int seconds = now.wanted().map(Release::probationS).orElse(0);
    Duration most = seconds > 0 ? Duration.ofSeconds(seconds) : around.terms().get().probation();
    long begun = System.nanoTime();
    long nanos = Math.max(1, most.toNanos());
    while (true) {
      List<String> ill =
          closed
              ? vitals.ill(now.before(), around.terms().get().reconnect())
              : vitals.ill(now.before());
      if (!ill.isEmpty()) {
        throw new SwapException(UpdateCode.UNHEALTHY, String.join("; ", ill));
      }
      long gone = System.nanoTime() - begun;
      if (gone >= nanos && vitals.well(now.before())) {
        return;
      }
      percent((int) Math.min(99, gone * 100 / nanos));
      patience.pause(LOOK.compareTo(most) < 0 ? LOOK : most);
    }
  }

  private void step(UpdateStep step, String sentence) throws IOException {
    book.change(
        s -> {
          Errand e = s.errand().orElseThrow();
          return s.with(e.with(Views.step(e.view(), step, around.clock().instant(), "", sentence)));
        });
    around.tell(errand().view(), true);
  }

  /** Unpacked it is about as long again, and the old ones are kept. */
  private void room(long archive) throws IOException, UpdateRefusedException {
    Room.check(around.folder(), archive * 2, around.terms().get().reserveBytes());
  }

  private boolean diskFull() {
    try {
      return Files.getFileStore(around.folder()).getUsableSpace()
          < around.terms().get().reserveBytes();
    } catch (IOException e) {
      return false;
    }
  }

  /** What a name would go back to. */
  static Optional<Release> before(State state, String name) {
    return state
        .release(name)
        .filter(in -> in.release().counter() > 0 || !in.release().parts().isEmpty())
        .map(InForce::before);
  }
}
