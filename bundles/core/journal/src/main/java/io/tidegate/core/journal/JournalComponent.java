package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.JournalStatus;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.codec.settings.LastGood;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The journal's services over one writer thread. What changes goes through the writer's queue; what
 * reads uses a read-only connection on the caller's thread.
 */
@Component(
    name = JournalComponent.NAME,
    immediate = true,
    service = {
      Journal.class,
      JournalArchive.class,
      OnceLedger.class,
      TransactionLedger.class,
      StateStore.class,
      LiveJournal.class,
      HealthCheck.class
    },
    property = {HealthCheck.NAME + "=journal", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = JournalComponent.Config.class)
public final class JournalComponent
    implements Journal,
        JournalArchive,
        OnceLedger,
        TransactionLedger,
        StateStore,
        LiveJournal,
        HealthCheck {
  static final String NAME = "io.tidegate.core.journal";
  private static final int MOST_STATE_BYTES = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration OPENING = Duration.ofSeconds(30);

  /** Defaults and ranges; values are validated by {@link Limits}. */
  @ObjectClassDefinition(id = NAME, name = "Journal")
  @interface Config {
    @AttributeDefinition(
        name = "Retention, days",
        description = "Older segments are dropped; 1–3650")
    int retention_days() default 30;

    @AttributeDefinition(
        name = "Most, MB",
        description = "Most that all segments together may hold, about; 16–1048576")
    int max_megabytes() default 2048;

    @AttributeDefinition(
        name = "Reserve, MB",
        description = "Free space below which the disk counts as full; 0–1048576")
    int reserve_megabytes() default 64;

    @AttributeDefinition(
        name = "Queue, entries",
        description = "Most entries that wait for the disk; 100–1000000")
    int queue_entries() default 20_000;

    @AttributeDefinition(
        name = "Linger, ms",
        description = "How long entries that nobody waits for are gathered; 0–1000")
    int linger_ms() default 100;

    @AttributeDefinition(
        name = "Events' linger, ms",
        description =
            "How long events of charging transactions in progress wait for company before they are"
                + " synchronised to the disk and answered; 0–100")
    int events_linger_ms() default 20;
  }

  private final LastGood<Limits> limits = new LastGood<>(Limits.DEFAULT);
  private final JournalFile file;
  private final Archive archive;
  private final Writer writer;
  private final Clock clock;

  @Activate
  public JournalComponent(BundleContext context, Map<String, Object> properties) {
    this(home(context), properties, Clock.systemUTC(), PATIENCE);
  }

  JournalComponent(Path home, Map<String, ?> properties, Clock clock, Duration patience) {
    this(home, properties, clock, patience, JournalFile::freeOn);
  }

  JournalComponent(
      Path home,
      Map<String, ?> properties,
      Clock clock,
      Duration patience,
      JournalFile.Space space) {
    this.clock = clock;
    this.file = new JournalFile(home, clock, space);
    this.archive = new Archive(home, file.path());
    limits.offer(() -> Limits.from(properties));
    this.writer = new Writer(file, limits.get(), clock, patience);
    writer.start();
  }

  private static Path home(BundleContext context) {
    String home = context.getProperty("tidegate.home");
    if (home == null || home.isBlank()) {
      throw new IllegalStateException("The framework property tidegate.home is missing");
    }
    return Path.of(home).toAbsolutePath();
  }

  @Modified
  void modified(Map<String, Object> properties) {
    if (limits.offer(() -> Limits.from(properties))) {
      writer.limits(limits.get());
    }
  }

  @Deactivate
  void deactivate() {
    writer.stop();
  }

  @Override
  public boolean append(EntryKind kind, long sequence, Instant at, Supplier<byte[]> body) {
    return writer.append(new Work.Entry(kind, sequence, at, body, writer.losses()));
  }

  @Override
  public CompletionStage<Void> flush() {
    return writer.flush();
  }

  @Override
  public boolean startSegment(
      long sequence, Instant at, Supplier<byte[]> checkpoint, Map<String, String> bundles) {
    return writer.append(
        new Work.Beginning(sequence, at, checkpoint, Map.copyOf(bundles), writer.losses()));
  }

  @Override
  public Optional<JournalArchive.Segment> newest() {
    return read(
        connection -> {
          List<FileSegment> all = FileSegment.all(file.path());
          return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        },
        Optional.empty());
  }

  @Override
  public JournalStatus status() {
    return writer.status();
  }

  @Override
  public AutoCloseable onStatus(Consumer<JournalStatus> listener) {
    return writer.board().subscribe(listener);
  }

  @Override
  public JournalArchive.Reader open(Path source) throws IOException {
    return archive.open(source);
  }

  @Override
  public void backup(Path target) throws IOException {
    awaitOpening();
    if (writer.status().writable()) {
      await(writer.flush());
    }
    archive.backup(target);
  }

  @Override
  public void backup(Path home, Path target) throws IOException {
    archive.backup(home, target);
  }

  @Override
  public CompletionStage<Verdict> once(
      String space, String key, byte[] content, Instant at, Duration keep) {
    byte[] canonical = content.clone();
    return writer.request(
        store -> store.once().once(space, key, canonical, at, keep), Work.Haste.EXPRESS);
  }

  @Override
  public List<Remembered> remembered(String space) {
    return read(c -> OnceTable.remembered(c, space, clock.instant()), List.of());
  }

  @Override
  public CompletionStage<Outcome> record(Event event) {
    // one a second comes from each station that charges; what it has kept while it was away is
    // handed in one after the other, and its beginnings and ends are waited for by people
    boolean running = event.kind() == Kind.UPDATED && !event.offline();
    return writer.request(
        store -> store.charges().record(event), running ? Work.Haste.PATIENT : Work.Haste.USUAL);
  }

  @Override
  public Optional<Summary> summary(String station, String transaction) {
    return read(c -> new ChargeReader(c).one(station, transaction), Optional.empty());
  }

  @Override
  public List<Told> latest(String station, String transaction, int most) {
    return read(c -> new ChargeReader(c).latest(station, transaction, most), List.of());
  }

  @Override
  public List<Summary> open() {
    return read(c -> new ChargeReader(c).open(), List.of());
  }

  @Override
  public List<Summary> recent(int most) {
    return read(c -> new ChargeReader(c).recent(most), List.of());
  }

  @Override
  public CompletionStage<Void> put(String space, String key, byte[] value) {
    if (value != null && value.length > MOST_STATE_BYTES) {
      return CompletableFuture.failedFuture(
          new JournalException(
              "ERR_JOURNAL_REJECTED", space + "/" + key + " exceeds 64 KiB", null));
    }
    byte[] copy = value == null ? null : value.clone();
    return writer.request(
        store -> {
          store.states().put(space, key, copy);
          return null;
        });
  }

  @Override
  public Map<String, byte[]> all(String space) {
    return read(c -> StateTable.all(c, space), Map.of());
  }

  @Override
  public Path file() {
    return file.path();
  }

  @Override
  public Path restore(Path source) throws IOException {
    awaitOpening();
    JournalStatus status = writer.status();
    if ("ERR_JOURNAL_LOCKED".equals(status.code())) {
      throw new IOException(status.sentence());
    }
    return await(writer.replace(archive.prepareRestore(source)));
  }

  /** For tests that hold the writer or bound its file. */
  Writer writer() {
    return writer;
  }

  @Override
  public Result execute() {
    JournalStatus status = status();
    if (!limits.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, limits.problem());
    }
    if (!status.writable()) {
      return new Result(Result.Status.CRITICAL, status.code() + ": " + status.sentence());
    }
    if (!file.notice().isEmpty()) {
      return new Result(Result.Status.CRITICAL, file.notice());
    }
    long lost = writer.losses().total();
    return lost > 0
        ? new Result(
            Result.Status.WARN,
            lost + " records were lost since the start: replay of their segments differs")
        : new Result(Result.Status.OK, "Records are written to " + file.path());
  }

  private void awaitOpening() {
    try {
      writer.opened().get(OPENING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("ERR_JOURNAL_STARTING", "interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new JournalException("ERR_JOURNAL_STARTING", "the journal does not open", e);
    }
  }

  private static <T> T await(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(OPENING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("ERR_JOURNAL_STALLED: no answer from the disk", e);
    }
  }

  /** The fallback is for a home without a journal; what is there and cannot be read throws. */
  private <T> T read(Query<T> query, T fallback) {
    awaitOpening();
    if (!file.hasContent()) {
      return fallback;
    }
    try (Connection connection = Sqlite.readOnly(file.path())) {
      return query.run(connection);
    } catch (SQLException e) {
      if (Trouble.isCorrupt(e)) {
        file.markDamaged();
      }
      throw Trouble.of(file.path(), e).exception();
    }
  }

  @FunctionalInterface
  private interface Query<T> {
    T run(Connection connection) throws SQLException;
  }
}
