package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.api.security.StationCertificates;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenType;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionRequest;
import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dialect without its container. It owns no thread and no socket; what it must remember of a
 * connection lies in the connection's slot. The component of a bundle lends it a {@link Language}
 * and the services around it. Until a station of its version comes it costs next to nothing: the
 * {@link Workings} and the language are made then, on the thread that brings the first station, a
 * few hundred milliseconds once; in a gateway that runs already, at once and beside it.
 * Thread-safe.
 */
public final class Engine implements Dialect, Actuator, StationCommands {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int TOKEN_LENGTH = 36;

  private final LastGood<DialectSettings> settings = new LastGood<>(DialectSettings.DEFAULT);
  private final Face face;
  private final SiteModel model;
  private final IdTokens tokens;
  private final Later later;
  private final Lines lines = new Lines();
  private final Watchman watchman = new Watchman();
  private final Shortcomings shortcomings = new Shortcomings();
  private final AtomicReference<StationCertificates> authority = new AtomicReference<>();
  private final AtomicReference<OcspStatus> responders = new AtomicReference<>();
  private final Makes makes;
  private final Ears ears = new Ears();

  /** What only a connected station needs: most sites speak one version, and some of them none. */
  private final Once<Workings> workings;

  private volatile boolean closed;

  /**
   * Which dialect it is.
   *
   * @param pid of its configuration
   * @param subprotocol of the WebSocket, and the name that its actuator goes by
   * @param preference higher is preferred when a station offers several
   * @param language called once, when the first station comes; may take as long as reading a table
   */
  public record Face(String pid, String subprotocol, int preference, Supplier<Language> language) {}

  /**
   * What the dialect needs of the container.
   *
   * @param running whether the gateway ran before the dialect came, so that stations may wait for
   *     it
   */
  public record Surroundings(
      SiteModel model,
      SiteInbox inbox,
      TransactionLedger ledger,
      StateStore store,
      Path home,
      InstantSource time,
      Later later,
      Executor reader,
      boolean running) {

    /** With the machine's clock and the common pool. */
    public static Surroundings of(
        BundleContext context,
        SiteModel model,
        SiteInbox inbox,
        TransactionLedger ledger,
        StateStore store) {
      return new Surroundings(
          model,
          inbox,
          ledger,
          store,
          Path.of(Optional.ofNullable(context.getProperty("tidegate.home")).orElse(".")),
          Clock.systemUTC(),
          new Later(ForkJoinPool.commonPool()),
          ForkJoinPool.commonPool(),
          running(context));
    }

    private static boolean running(BundleContext context) {
      int now =
          context
              .getBundle(Constants.SYSTEM_BUNDLE_ID)
              .adapt(FrameworkStartLevel.class)
              .getStartLevel();
      return now > context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
    }
  }

  public Engine(Face face, Surroundings around, Map<String, ?> properties) {
    this.face = face;
    model = around.model();
    tokens =
        new IdTokens(
            around.home().resolve("config").resolve("idtokens.txt"),
            around.reader(),
            System::nanoTime);
    later = around.later();
    makes = new Makes(around.store());
    workings = new Once<>(() -> workings(around));
    modified(properties);
    if (around.running()) {
      // An update under way: its stations, and others on their event loops, are not to wait for it.
      around.reader().execute(this::prepare);
    }
  }

  private void prepare() {
    try {
      if (!closed) {
        workings.get();
      }
    } catch (RuntimeException | LinkageError e) {
      // A bundle that goes meanwhile has no classes any more; else the first station tries again.
      if (!closed) {
        LOG.error("{} could not be prepared", face.subprotocol(), e);
      }
    }
  }

  private Workings workings(Surroundings around) {
    Workings made =
        new Workings(
            face.language().get(),
            around,
            new Workings.Kept(
                settings::get,
                tokens,
                lines,
                watchman,
                shortcomings,
                makes,
                authority,
                responders,
                ears));
    LOG.debug("{} is in use", face.subprotocol());
    return made;
  }

  /** Takes another configuration; a bad one is refused, and the health says so. */
  public void modified(Map<String, ?> properties) {
    if (!settings.offer(() -> DialectSettings.of(face.pid(), properties))) {
      LOG.error("Configuration refused, the last good one stays: {}", settings.problem());
    }
  }

  /** Where listeners are told to listen. */
  public Ears ears() {
    return ears;
  }

  /** Somebody keeps security events from now on; nobody need. */
  public void bind(SecurityLog log) {
    watchman.bind(log);
  }

  public void unbind(SecurityLog log) {
    watchman.unbind(log);
  }

  /** Somebody signs certificates from now on; nobody need. */
  public void bind(StationCertificates authority) {
    this.authority.set(authority);
    Workings now = workings.made();
    if (now != null) {
      now.renewals().look();
    }
  }

  public void unbind(StationCertificates authority) {
    this.authority.compareAndSet(authority, null);
  }

  /** Somebody asks OCSP responders from now on; nobody need. */
  public void bind(OcspStatus responders) {
    this.responders.set(responders);
  }

  public void unbind(OcspStatus responders) {
    this.responders.compareAndSet(responders, null);
  }

  /** Somebody knows quirks of stations from now on; nobody need. */
  public void bind(QuirkBook book, Map<String, ?> properties) {
    makes.bind(book, properties);
  }

  public void unbind(QuirkBook book) {
    makes.unbind(book);
  }

  /** Stops: nobody who waits is left without a word. */
  public void close() {
    closed = true;
    later.close();
    Workings now = workings.made();
    if (now != null) {
      now.close();
    }
  }

  @Override
  public String subprotocol() {
    return face.subprotocol();
  }

  @Override
  public int preference() {
    return face.preference();
  }

  @Override
  public void attached(Mailbox mailbox) {
    workings.get().entrance().arrived(lines.attach(mailbox));
  }

  @Override
  public CompletionStage<Void> received(Mailbox mailbox, String message) {
    return lines
        .of(mailbox)
        .map(line -> workings.get().conversation().received(line, message))
        .orElse(CompletableFuture.completedStage(null));
  }

  @Override
  public void ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    workings
        .get()
        .answers()
        .ended(lines.of(mailbox).orElseGet(() -> new Line(mailbox)), call, fate);
  }

  @Override
  public void detached(Mailbox mailbox, Detachment reason) {
    lines.detach(mailbox).ifPresent(line -> gone(line, reason));
  }

  private void gone(Line line, Detachment reason) {
    Workings now = workings.get();
    now.abandon(line);
    if (lines.of(line.station()).isEmpty()) {
      now.gone(line);
    }
    boolean newer = lines.of(line.station()).map(l -> l.state().online()).orElse(false);
    if (reason == Detachment.CLOSED && line.state().online() && !newer) {
      shortcomings.gone(line.station());
      SiteInput input = new SiteInput.StationOffline(line.station());
      Undelivered.log(now.courier().deliver(input), input);
    }
  }

  @Override
  public void apply(List<Clearance> clearances) {
    workings.get().setpoints().apply(clearances);
  }

  @Override
  public CompletionStage<Reply> start(EvseId evse, String idToken) {
    Optional<EvseSpec> spec = spec(evse);
    boolean token = !idToken.isEmpty() && idToken.length() <= TOKEN_LENGTH;
    return spec.flatMap(this::online)
        .filter(line -> token)
        .map(
            line ->
                workings
                    .get()
                    .desires()
                    .ask(
                        line,
                        new RequestStartTransactionRequest(
                            OptionalInt.of(spec.get().number()),
                            ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE),
                            new IdToken(idToken, IdTokenType.CENTRAL),
                            Optional.empty())))
        .orElse(CompletableFuture.completedStage(Reply.NOT_SENT));
  }

  @Override
  public CompletionStage<Reply> stop(EvseId evse) {
    Optional<EvseSpec> spec = spec(evse);
    return spec.flatMap(this::online)
        .filter(line -> line.state().evse(spec.get().number()).charging())
        .map(
            line ->
                workings
                    .get()
                    .desires()
                    .ask(
                        line,
                        new RequestStopTransactionRequest(
                            line.state().evse(spec.get().number()).transaction())))
        .orElse(CompletableFuture.completedStage(Reply.NOT_SENT));
  }

  @Override
  public boolean reaches(StationId station) {
    return lines.of(station).filter(l -> l.state().online()).isPresent();
  }

  @Override
  public CompletionStage<Told> call(StationId station, String action, String payload) {
    return lines
        .of(station)
        .filter(l -> l.state().online())
        .map(line -> workings.get().errands().run(line, action, payload))
        .orElse(
            CompletableFuture.completedStage(
                new Told(Fate.NOT_SENT, "the station is not connected")));
  }

  private Optional<EvseSpec> spec(EvseId evse) {
    int index = model.indexOf(evse);
    return index < 0 ? Optional.empty() : Optional.of(model.evses().get(index));
  }

  private Optional<Line> online(EvseSpec evse) {
    return lines.of(evse.station()).filter(l -> l.state().online());
  }

  /** A station that is to discharge and speaks a version that cannot. */
  private Optional<String> chargeOnly() {
    Workings now = workings.made();
    return now == null || now.language().discharges()
        ? Optional.empty()
        : lines.all().stream()
            .filter(l -> l.state().online())
            .flatMap(l -> model.station(l.station()).stream())
            .filter(s -> s.dischargeAccess() != DischargeAccess.NONE)
            .map(s -> s.id().value())
            .sorted()
            .findFirst()
            .map(
                s ->
                    "config/site.yaml, field discharge of station "
                        + s
                        + ": "
                        + face.subprotocol()
                        + " is charge-only, discharge is never sent; set it to none");
  }

  /** For a health check: one sentence on the state, without I/O. */
  public Result health() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    Optional<String> chargeOnly = chargeOnly();
    if (chargeOnly.isPresent()) {
      return new Result(Result.Status.CRITICAL, chargeOnly.get());
    }
    if (shortcomings.grave()) {
      return new Result(Result.Status.CRITICAL, shortcomings.sentence());
    }
    String wrongClocks =
        lines.all().stream()
            .filter(l -> !l.state().clock().plausible())
            .map(l -> l.station().value())
            .sorted()
            .findFirst()
            .map(s -> "the clock of " + s + " (perhaps of others too) is wrong by more than a day")
            .orElse("");
    String sentence = shortcomings.sentence().isEmpty() ? wrongClocks : shortcomings.sentence();
    if (!sentence.isEmpty()) {
      return new Result(Result.Status.WARN, sentence);
    }
    if (settings.get().anyToken()) {
      return new Result(
          Result.Status.WARN,
          "config/"
              + face.pid()
              + ".cfg, field idtokens: every id token may charge; set it to file");
    }
    if (!tokens.problem().isEmpty()) {
      return new Result(Result.Status.WARN, tokens.problem());
    }
    long online = lines.all().stream().filter(l -> l.state().online()).count();
    return new Result(Result.Status.OK, online + " stations are connected and accepted");
  }
}
