package io.tidegate.charging.secc;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.PlcLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One EVSE: reads its devices, has the core decide, and carries out what comes of it. A step is
 * made every tick, and at once when a dialect or the site wants something. Thread-safe, never
 * blocks.
 */
final class Unit implements EvseUnit {
  private static final Logger LOG = LoggerFactory.getLogger(Unit.class);

  private final UnitSettings settings;
  private final Surroundings around;
  private final Core core;
  private final Hands hands;
  private final Probe probe;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile Now now;
  private Views.Key shown;

  /** State and senses that belong together. */
  private record Now(UnitState state, Sensed sensed) {}

  Unit(UnitSettings settings, Surroundings around) {
    this.settings = settings;
    this.around = around;
    core = new Core(settings);
    hands = new Hands(settings, around.devices(), around.pool());
    probe = new Probe(settings, around.devices(), hands, () -> around.plc(id()), System.nanoTime());
    now = new Now(new UnitState(), Sensed.NOTHING);
    shown = Views.Key.of(view());
  }

  UnitSettings settings() {
    return settings;
  }

  UnitState state() {
    return now.state();
  }

  /** Whether the devices have taken everything that was ordered. */
  boolean settled() {
    return hands.idle();
  }

  @Override
  public EvseId id() {
    return settings.evse();
  }

  @Override
  public EvseRating rating() {
    return settings.rating();
  }

  @Override
  public EvseView view() {
    Now n = now;
    return Views.view(
        new Turn(settings, n.state(), world(n.sensed(), System.nanoTime())), around.certificates());
  }

  @Override
  public void apply(List<EvseAction> actions) {
    command(actions.stream().<Command>map(Command.Said::new).toList());
  }

  @Override
  public AutoCloseable watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  Optional<EvseSpec> spec() {
    return around.model().flatMap(m -> spec(m, id()));
  }

  private static Optional<EvseSpec> spec(SiteModel model, EvseId id) {
    int index = model.indexOf(id);
    return index < 0 ? Optional.empty() : Optional.of(model.evses().get(index));
  }

  /** Looks at the devices and goes on. */
  void tick() {
    step(true, List.of());
  }

  void command(List<Command> commands) {
    step(false, commands);
  }

  /** Takes a setpoint when it is for the session here and its clearance is good. */
  void give(Clearance clearance) {
    var setpoint = clearance.setpoint();
    UnitState s = now.state();
    boolean ours =
        !s.transaction.isEmpty()
            && setpoint.session().filter(id -> id.value().equals(s.siteSession())).isPresent();
    if (!ours || !around.offices().redeem(clearance)) {
      LOG.info(
          "EVSE {}: setpoint {} not taken: {}",
          id(),
          setpoint.id(),
          ours ? "NOT_CLEARED" : "it is for another session");
      around
          .courier()
          .deliver(new SiteInput.SetpointOutcome(id(), setpoint.id(), Outcome.NOT_SENT));
      return;
    }
    long left = Duration.between(Instant.now(), setpoint.expires()).toNanos();
    command(List.of(new Command.Give(setpoint, System.nanoTime() + left)));
  }

  private void step(boolean look, List<Command> commands) {
    List<Effect> effects;
    boolean changed;
    synchronized (this) {
      Sensed sensed = look ? probe.read(System.nanoTime()) : now.sensed();
      long at = System.nanoTime();
      Core.Step step = core.step(now.state(), world(sensed, at), commands);
      now = new Now(step.state(), sensed);
      hands.want(step.orders(), at);
      effects = step.effects();
      for (Effect effect : effects) {
        carry(effect);
      }
      // whoever has brought the change about calls: before its call returns, the watchers know
      Views.Key key = Views.Key.of(view());
      changed = !key.equals(shown);
      shown = key;
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Link link) {
        around.plc(id()).ifPresent(plc -> tell(plc, link.wish()));
      }
    }
    if (changed) {
      call();
    }
  }

  private void call() {
    for (Runnable watcher : watchers) {
      try {
        watcher.run();
      } catch (RuntimeException e) {
        LOG.error("EVSE {}: a watcher failed", id(), e);
      }
    }
  }

  private Turn.World world(Sensed sensed, long nanos) {
    Optional<SiteModel> model = around.model();
    Optional<EvseSpec> spec = model.flatMap(m -> spec(m, id()));
    boolean discharges =
        spec.flatMap(e -> model.get().station(e.station()))
            .filter(s -> s.dischargeAccess() == DischargeAccess.ISO_15118)
            .isPresent();
    return new Turn.World(nanos, Instant.now(), sensed, spec, discharges);
  }

  private static void tell(PlcLink plc, Effect.Wish wish) {
    switch (wish) {
      case MATCH -> plc.match();
      case TERMINATE -> plc.terminate();
      case PAUSE -> plc.pause();
    }
  }

  /** In the order of the steps: under the lock, and nothing of it blocks. */
  private void carry(Effect effect) {
    if (effect instanceof Effect.Post post) {
      around.courier().deliver(post.input());
    } else if (effect instanceof Effect.Say say) {
      log(say);
    } else if (effect instanceof Effect.Book book) {
      book(book);
    } else if (effect instanceof Effect.Ask ask) {
      var unused =
          around
              .tokens()
              .may(spec(), ask.token(), ask.type())
              .whenComplete(
                  (may, failure) ->
                      command(
                          List.of(
                              new Command.Verdict(
                                  ask.session(),
                                  ask.token(),
                                  failure == null && may,
                                  ask.last()))));
    } else if (effect instanceof Effect.Keep keep) {
      around.memory().keep(id(), keep);
    }
  }

  private void book(Effect.Book book) {
    Optional<EvseSpec> spec = spec();
    Instant at = Instant.now();
    around
        .books()
        .record(
            new TransactionLedger.Event(
                spec.map(s -> s.station().value()).orElse(id().value()),
                book.transaction(),
                book.sequence(),
                book.kind(),
                spec.map(EvseSpec::number).orElse(0),
                book.session(),
                at,
                at,
                false,
                book.importWh(),
                book.exportWh(),
                book.note().getBytes(StandardCharsets.UTF_8)));
  }

  private void log(Effect.Say say) {
    String code = say.code().isEmpty() ? "" : say.code() + ": ";
    switch (say.level()) {
      case INFO -> LOG.info("{}EVSE {}: {}", code, id(), say.sentence());
      case WARN -> LOG.warn("{}EVSE {}: {}", code, id(), say.sentence());
      case ERROR -> LOG.error("{}EVSE {}: {}", code, id(), say.sentence());
    }
  }
}
