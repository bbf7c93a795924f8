package io.tidegate.core.control;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionListener;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.settings.LastGood;
import io.tidegate.codec.settings.Newest;
import io.tidegate.codec.settings.Settings;
import io.tidegate.core.control.state.ControlCore;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control loop as a service: wires the loop's parts, starts and ends its threads. */
@Component(
    name = ControlComponent.PID,
    service = {SiteInbox.class, GridCommandDesk.class, SiteView.class, HealthCheck.class},
    property = {"hc.name=control", "hc.tags=tidegate"},
    immediate = true)
@Designate(ocd = ControlConfig.class)
public final class ControlComponent implements SiteInbox, GridCommandDesk, SiteView, HealthCheck {
  static final String PID = "io.tidegate.core.control";
  private static final Logger LOG = LoggerFactory.getLogger(ControlComponent.class);
  private static final Duration FAREWELL = Duration.ofMillis(1_200);
  private final BundleContext context;
  private final Journal journal;
  private final SiteModel model;
  private final Inbox inbox;
  private final Grip grip = new Grip(System::nanoTime);
  private final Dispatcher dispatcher;
  private final PolicyHost policies;
  private final Deciders deciders;
  private final DecisionLog log = new DecisionLog();
  private final List<DecisionListener> listeners = new CopyOnWriteArrayList<>();
  private final Conflater<DecisionView> publisher;
  private final CommandDesk desk;
  private final ControlLoop loop;
  private final Thread thread;
  private final AutoCloseable journalStatus;
  private final LoopClock clock;
  private final LastGood<Settled> settings;
  private final SynchronousBundleListener farewell = this::onFramework;

  /** Validated configuration. */
  private record Settled(int inboxCapacity, boolean durableFirst) {}

  @Activate
  public ControlComponent(
      BundleContext context,
      Map<String, Object> properties,
      @Reference SiteModel model,
      @Reference Journal journal,
      @Reference OnceLedger once) {
    this.context = context;
    this.journal = journal;
    this.model = model;
    settings = new LastGood<>(new Settled(10_000, true));
    settings.offer(() -> settle(properties));
    inbox = new Inbox(settings.get().inboxCapacity());
    clock = new LoopClock(Clock.systemUTC());
    dispatcher = new Dispatcher(inbox, grip);
    policies = new PolicyHost(inbox);
    deciders = new Deciders(() -> BundleHashes.of(context));
    publisher = new Conflater<>("tidegate-publish", this::tell);
    InstantSource wall = Clock.systemUTC();
    LiveCommands live = new LiveCommands();
    desk = new CommandDesk(model, once, inbox, wall, settings.get().durableFirst(), live);
    Recorder recorder = new Recorder(journal, once, inbox, live);
    loop =
        new ControlLoop(
            new ControlLoop.Parts(
                model, inbox, clock, deciders, recorder, dispatcher, this::publish, log));
    thread = new Thread(loop, "tidegate-control");
    thread.start();
    journalStatus =
        journal.onStatus(s -> inbox.post(new SiteInput.JournalReport(s.writable(), s.code())));
    context.addBundleListener(farewell);
  }

  /**
   * The framework says that it is going to stop before it stops any bundle: only then the stations
   * can still be reached. When this component is deactivated they no longer can.
   */
  private void onFramework(BundleEvent event) {
    if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
      try {
        new Farewell(inbox, log, model).within(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Settled settle(Map<String, Object> properties) {
    Settings s = Settings.of(PID, properties);
    Settled settled =
        new Settled(
            s.integer("inbox.capacity", 10_000, 100, 1_000_000),
            s.flag("command.durable.first", true));
    s.check();
    return settled;
  }

  private void publish(ControlCore.Outcome outcome) {
    publisher.offer(outcome.view());
    // a decision that only answered the policies must not ask them again
    if (!outcome.view().decision().cause().equals(ControlLoop.POLICIES)) {
      policies.offer(outcome.view().picture());
    }
  }

  private void tell(DecisionView view) {
    for (DecisionListener listener : listeners) {
      try {
        listener.decided(view);
      } catch (RuntimeException e) {
        LOG.error("A decision listener failed", e);
      }
    }
  }

  @Deactivate
  void deactivate() throws Exception {
    context.removeBundleListener(farewell);
    policies.close();
    boolean ended = loop.stop(thread, Duration.ofMillis(300));
    if (!ended) {
      LOG.error("The control loop did not end in time");
    }
    journalStatus.close();
    dispatcher.close();
    publisher.close();
    Farewell.flush(journal);
  }

  @Override
  public boolean post(SiteInput input) {
    return inbox.post(input);
  }

  @Override
  public CompletionStage<CommandReceipt> submit(GridCommand command) {
    return desk.submit(command);
  }

  @Override
  public Optional<DecisionView> latest() {
    return log.latest();
  }

  @Override
  public List<Decision> recent(int most) {
    return log.recent(most);
  }

  @Override
  public LoopFigures figures() {
    return new LoopFigures(
        log.decisions(),
        loop.inputs(),
        inbox.displaced(),
        inbox.refused(),
        inbox.depth(),
        log.nanosAt(0.5),
        log.nanosAt(0.99),
        loop.beat().cycles(),
        loop.beat().missed(),
        loop.beat().latestNanos());
  }

  @Override
  public Result execute() {
    if (!deciders.missing().isEmpty()) {
      return new Result(Result.Status.CRITICAL, deciders.missing());
    }
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    if (!loop.trouble().isEmpty()) {
      return new Result(Result.Status.CRITICAL, loop.trouble());
    }
    if (!grip.trouble().isEmpty()) {
      return new Result(Result.Status.CRITICAL, grip.trouble());
    }
    if (!clock.setBack().isZero()) {
      return new Result(
          Result.Status.CRITICAL,
          "the clock was set back by " + clock.setBack().toSeconds() + " s; restart the gateway");
    }
    if (!thread.isAlive() || !dispatcher.alive()) {
      return new Result(
          Result.Status.CRITICAL, "a thread of the control loop has ended; restart the gateway");
    }
    String failing = policies.trouble();
    if (!failing.isEmpty()) {
      return new Result(Result.Status.CRITICAL, failing);
    }
    if (!loop.ready()) {
      return new Result(Result.Status.WARN, "the site's state is being recovered");
    }
    if (!dispatcher.any() && !model.stations().isEmpty()) {
      return new Result(
          Result.Status.WARN,
          Reach.CODE
              + ": nobody is there who could bring setpoints to the site's stations; install a"
              + " feature that speaks with them (tidegate features)");
    }
    return new Result(Result.Status.OK, log.decisions() + " decisions since the start");
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindArbiter(Arbiter arbiter) {
    deciders.bind(arbiter);
  }

  void unbindArbiter(Arbiter arbiter) {
    // the loop keeps it until there is another
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindEnvelope(SafetyEnvelope envelope) {
    deciders.bind(envelope);
  }

  void unbindEnvelope(SafetyEnvelope envelope) {
    // the loop keeps it until there is another
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindActuator(Actuator actuator, ServiceReference<Actuator> reference) {
    dispatcher.bind(name(reference), actuator, Newest.Standing.of(reference));
  }

  private static String name(ServiceReference<Actuator> reference) {
    return String.valueOf(reference.getProperty(Actuator.NAME));
  }

  void unbindActuator(ServiceReference<Actuator> reference) {
    String name = name(reference);
    if (dispatcher.unbind(name, Newest.Standing.number(reference))) {
      // nobody reaches its stations now; whoever comes next says which are there
      inbox.post(new SiteInput.ActuatorLost(name));
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindPolicy(Policy policy, ServiceReference<Policy> reference) {
    policies.bind(policy, Newest.Standing.of(reference));
  }

  void unbindPolicy(ServiceReference<Policy> reference) {
    policies.unbind(Newest.Standing.number(reference));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindListener(DecisionListener listener) {
    listeners.add(listener);
  }

  void unbindListener(DecisionListener listener) {
    listeners.remove(listener);
  }
}
