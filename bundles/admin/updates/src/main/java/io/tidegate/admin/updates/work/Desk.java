package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.engine.Baseline;
import io.tidegate.admin.updates.engine.Bundles;
import io.tidegate.admin.updates.engine.Catalogue;
import io.tidegate.admin.updates.engine.Hangs;
import io.tidegate.admin.updates.engine.Patience;
import io.tidegate.admin.updates.engine.Plan;
import io.tidegate.admin.updates.engine.Premises;
import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Durable;
import io.tidegate.admin.updates.store.Errand;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.StateFile;
import io.tidegate.admin.updates.store.Store;
import io.tidegate.api.update.FeatureDesk;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders in and has them carried out, one at a time. Any thread. */
public final class Desk implements UpdateDesk, FeatureDesk, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final long FAREWELL_MS = 1_500;
  private static final Duration MOST_AHEAD = Duration.ofDays(31);

  private final Surroundings around;
  private final Book book;
  private final Store store;
  private final Premises premises;
  private final Patience patience = new Patience();
  private final Hangs hangs;
  private final Bundles bundles;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Conductor> conductor = Optional.empty();
  private boolean closed;

  /**
   * @throws IOException when what was written down before cannot be read
   */
  public Desk(Surroundings around) throws IOException {
    this.around = around;
    this.premises = new Premises(around.distribution(), around.product());
    StateFile file = new StateFile(around.folder().resolve("state.json"));
    this.book = new Book(file, file.readWithSeen());
    this.store = new Store(around.folder().resolve("store/sha256"));
    this.hangs = new Hangs(() -> around.terms().get().deadline());
    this.bundles = new Bundles(around.context(), patience, hangs);
  }

  /** Bundles in which a thread is lost until the container starts anew, a sentence each. */
  public List<String> hanging() {
    return hangs.sentences();
  }

  /** ms since the thread of the order under way last moved; 0 when there is no order. */
  public long silentMs() {
    return book.state().errand().isPresent() ? patience.silentMs() : 0;
  }

  /** Goes on with what was left in the middle. */
  public synchronized void open() {
    if (book.state().errand().isPresent()) {
      begin();
    } else {
      // what a kill between an order's end and this has left
      new Ending(around, book, store, premises).sweep();
    }
  }

  /** The last thing that was said of any order. */
  public Optional<UpdateView> last() {
    State state = book.state();
    return state.errand().map(Errand::view).or(() -> state.history().stream().findFirst());
  }

  @Override
  public synchronized UpdateView order(UpdateOrder order) throws UpdateRefusedException {
    Optional<UpdateView> known = find(order.id());
    if (known.isPresent()) {
      return known.get();
    }
    free();
    soon(order);
    UpdateOrder kept = order;
    Path archive = around.folder().resolve("incoming").resolve(order.id() + ".dp");
    try {
      if (order.from() instanceof ReleaseSource.OfFile file) {
        copy(file.file(), archive);
        kept =
            new UpdateOrder(
                order.id(),
                order.giver(),
                new ReleaseSource.OfFile(archive),
                order.notBefore(),
                order.approval(),
                order.disturb());
      } else {
        Durable.folder(around.folder().resolve("incoming"));
      }
    } catch (IOException e) {
      throw notTakenIn(archive, e);
    }
    UpdateView first =
        Views.first(order.id(), order.giver(), UpdateStep.FETCH, around.clock().instant());
    return accept(errand(Optional.of(kept), first, Optional.empty(), Optional.empty()));
  }

  /** An order that waits keeps all others from being carried out. */
  private void soon(UpdateOrder order) throws UpdateRefusedException {
    if (order.notBefore().isAfter(around.clock().instant().plus(MOST_AHEAD))) {
      throw new UpdateRefusedException(
          UpdateCode.TOO_LATE,
          "Its time, "
              + order.notBefore()
              + ", is more than "
              + MOST_AHEAD.toDays()
              + " days ahead, and no other order could be carried out until then; give it nearer to"
              + " its day.");
    }
  }

  /** Nothing of it stays behind. */
  private UpdateRefusedException notTakenIn(Path archive, IOException why) {
    UpdateCode code = UpdateCode.FETCH_FAILED;
    try {
      Files.deleteIfExists(archive);
      long usable = Files.getFileStore(around.folder().getParent()).getUsableSpace();
      code = usable < around.terms().get().reserveBytes() ? UpdateCode.DISK_FULL : code;
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return new UpdateRefusedException(
        code, "The file cannot be taken in: " + Trouble.of(why) + ".", why);
  }

  /** Our own copy, which is there twice more once it is unpacked. */
  private void copy(Path from, Path to) throws IOException, UpdateRefusedException {
    Durable.folder(to.getParent());
    Room.check(around.folder(), Files.size(from) * 3, around.terms().get().reserveBytes());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private Errand errand(
      Optional<UpdateOrder> order,
      UpdateView first,
      Optional<Release> wanted,
      Optional<List<String>> features) {
    return new Errand(
        order, first, around.boot(), wanted, features, List.of(), Before.unknown(), 0, false, "");
  }

  private void free() throws UpdateRefusedException {
    Optional<Errand> under = book.state().errand();
    if (under.isPresent() || closed) {
      throw new UpdateRefusedException(
          UpdateCode.BUSY, under.map(Desk::busy).orElse("The updater is being stopped."));
    }
  }

  /** Who finds it in the way can tell what it waits for, and how to be rid of it. */
  private static String busy(Errand under) {
    UpdateView view = under.view();
    return view.step() == UpdateStep.WAIT
        ? "Order "
            + view.id()
            + " is under way. "
            + view.sentence()
            + " `tidegate updates cancel "
            + view.id()
            + "` gives it up."
        : "Order " + view.id() + " is under way.";
  }

  private UpdateView accept(Errand errand) throws UpdateRefusedException {
    try {
      book.change(s -> s.with(errand));
    } catch (IOException e) {
      throw new UpdateRefusedException(
          UpdateCode.DISK_FULL, "The order cannot be written down: " + Trouble.of(e) + ".", e);
    }
    begin();
    return errand.view();
  }

  private void begin() {
    Conductor next = new Conductor(around, book, patience, bundles, store, premises, thread);
    Thread worker = new Thread(next, "tidegate-updates");
    conductor = Optional.of(next);
    thread = Optional.of(worker);
    worker.start();
  }

  @Override
  public synchronized UpdateView approve(String id) throws UpdateRefusedException {
    Errand errand = open(id);
    if (errand.view().step().compareTo(UpdateStep.WAIT) > 0) {
      throw tooLate(id);
    }
    if (!errand.view().approvable()) {
      throw new UpdateRefusedException(
          UpdateCode.TOO_LATE,
          "Order " + id + " does not wait for a word: " + errand.view().sentence());
    }
    try {
      book.change(s -> s.with(s.errand().orElseThrow().approve()));
    } catch (IOException e) {
      throw new UpdateRefusedException(
          UpdateCode.DISK_FULL, "The approval cannot be written down: " + Trouble.of(e) + ".", e);
    }
    patience.nudge();
    return book.state().errand().orElseThrow().view();
  }

  @Override
  public synchronized UpdateView cancel(String id) throws UpdateRefusedException {
    Errand errand = open(id);
    if (errand.touched()) {
      throw tooLate(id);
    }
    conductor.ifPresent(Conductor::giveUp);
    return errand.view();
  }

  private Errand open(String id) throws UpdateRefusedException {
    Optional<Errand> errand = book.state().errand();
    if (errand.isPresent() && errand.get().view().id().equals(id)) {
      return errand.get();
    }
    throw find(id).isPresent()
        ? tooLate(id)
        : new UpdateRefusedException(UpdateCode.UNKNOWN_ORDER, "No order " + id + " is known.");
  }

  private static UpdateRefusedException tooLate(String id) {
    return new UpdateRefusedException(
        UpdateCode.TOO_LATE,
        "It is too late for that: order " + id + " has ended, or bundles have been started.");
  }

  @Override
  public synchronized UpdateView rollBack(String release) throws UpdateRefusedException {
    free();
    Release before =
        Conductor.before(book.state(), release)
            .orElseThrow(
                () ->
                    new UpdateRefusedException(
                        UpdateCode.NOTHING_TO_RETURN_TO,
                        "Of "
                            + release
                            + " no release is in force beside the distribution's own."));
    dependants().allow(release, before.counter(), book.state());
    UpdateView first =
        Views.about(
            Views.first(id("back"), "operator", UpdateStep.RESOLVE, around.clock().instant()),
            before);
    return accept(errand(Optional.empty(), first, Optional.of(before), Optional.empty()));
  }

  private String id(String what) {
    return what + "-" + around.clock().instant().toEpochMilli();
  }

  @Override
  public Optional<UpdateView> current() {
    return book.state().errand().map(Errand::view);
  }

  @Override
  public Optional<UpdateView> find(String id) {
    State state = book.state();
    return state
        .errand()
        .map(Errand::view)
        .filter(v -> v.id().equals(id))
        .or(() -> state.history().stream().filter(v -> v.id().equals(id)).findFirst());
  }

  @Override
  public List<UpdateView> history() {
    State state = book.state();
    List<UpdateView> views = new ArrayList<>();
    state.errand().map(Errand::view).ifPresent(views::add);
    views.addAll(state.history());
    return views.subList(0, Math.min(views.size(), 100));
  }

  @Override
  public List<InstalledRelease> installed() {
    State state = book.state();
    List<InstalledRelease> installed = new ArrayList<>();
    Optional<Release> trying =
        state.errand().filter(e -> e.view().step() == UpdateStep.PROBATION).flatMap(Errand::wanted);
    for (InForce each : state.releases()) {
      Release release = each.release();
      boolean replaced = trying.filter(t -> t.name().equals(release.name())).isPresent();
      if (release.counter() > 0 && !replaced) {
        installed.add(
            new InstalledRelease(release.name(), release.version(), release.counter(), true));
      }
    }
    trying
        .filter(t -> t.counter() > 0)
        .ifPresent(
            t -> installed.add(new InstalledRelease(t.name(), t.version(), t.counter(), false)));
    return installed;
  }

  @Override
  public List<Feature> features() {
    State state = book.state();
    return catalogue().all(state).stream()
        .map(
            known ->
                new Feature(
                    known.feature().name(),
                    known.feature().summary(),
                    known.release(),
                    known.feature().fixed() || !state.removed().contains(known.feature().name()),
                    known.feature().fixed(),
                    known.feature().bundles()))
        .toList();
  }

  private Catalogue catalogue() {
    try {
      return premises.catalogue();
    } catch (IOException e) {
      LOG.warn("the features of the distribution cannot be read", e);
      return Catalogue.empty();
    }
  }

  @Override
  public synchronized UpdateView install(String feature) throws UpdateRefusedException {
    free();
    known(feature);
    Set<String> removed = new HashSet<>(book.state().removed());
    removed.remove(feature);
    return features("install-" + feature, removed);
  }

  @Override
  public synchronized UpdateView remove(String feature) throws UpdateRefusedException {
    free();
    Catalogue.Known known = known(feature);
    if (known.feature().fixed()) {
      throw new UpdateRefusedException(
          UpdateCode.TOO_LATE, feature + " cannot be removed: there is no gateway without it.");
    }
    State state = book.state();
    ownAlone(known, state);
    Set<String> removed = new HashSet<>(state.removed());
    removed.add(feature);
    try {
      Plan plan = new Plan(bundles, premises.base(), store, around.product());
      Set<String> going = catalogue().leftOut(removed, state);
      var changes = plan.changes(Set.of(), going, state);
      new Baseline(plan.gaps(changes)).compatible();
    } catch (UpdateRefusedException e) {
      throw new UpdateRefusedException(
          UpdateCode.TOO_LATE, "Others need " + feature + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UpdateRefusedException(
          UpdateCode.TOO_LATE, "The distribution cannot be read: " + Trouble.of(e) + ".", e);
    }
    return features("remove-" + feature, removed);
  }

  private Dependants dependants() {
    return new Dependants(around.opener());
  }

  /** An addition goes with its feature; what is of the product, or needed by another, does not. */
  private void ownAlone(Catalogue.Known known, State state) throws UpdateRefusedException {
    String release = known.release();
    Set<String> borrowed = catalogue().borrowed(known, state);
    if (!borrowed.isEmpty()) {
      throw new UpdateRefusedException(
          UpdateCode.TOO_LATE,
          known.feature().name()
              + " cannot be removed: it is another version of the product's "
              + String.join(", ", borrowed)
              + "; `tidegate updates rollback "
              + release
              + "` brings back the product's own.");
    }
    if (!release.isEmpty() && !release.equals(around.product())) {
      dependants().allowNone(release, state);
    }
  }

  private Catalogue.Known known(String feature) throws UpdateRefusedException {
    return catalogue()
        .find(feature, book.state())
        .orElseThrow(
            () ->
                new UpdateRefusedException(
                    UpdateCode.UNKNOWN_ORDER, "No feature " + feature + " is known."));
  }

  private UpdateView features(String what, Set<String> removed) throws UpdateRefusedException {
    UpdateView first =
        Views.first(id(what), "operator", UpdateStep.RESOLVE, around.clock().instant());
    List<String> sorted = removed.stream().sorted().toList();
    return accept(errand(Optional.empty(), first, Optional.empty(), Optional.of(sorted)));
  }

  @Override
  public void close() throws InterruptedException {
    Optional<Thread> worker;
    synchronized (this) {
      closed = true;
      worker = thread;
    }
    if (worker.isPresent() && worker.get() != Thread.currentThread()) {
      worker.get().interrupt();
      worker.get().join(FAREWELL_MS);
      if (worker.get().isAlive()) {
        LOG.error("the updater's thread did not end in time");
      }
    }
  }
}
