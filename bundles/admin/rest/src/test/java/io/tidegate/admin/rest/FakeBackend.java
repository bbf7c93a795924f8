package io.tidegate.admin.rest;

import io.tidegate.api.connection.Peer;
import io.tidegate.api.connection.SecurityProfiles;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.operation.Diagnosis;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway behind the API: a desk and a ledger that remember, an inbox that can be full. */
final class FakeBackend implements Backend {
  final List<SiteInput> posted = new CopyOnWriteArrayList<>();
  final Map<String, GridCommand> commands = new ConcurrentHashMap<>();
  final Map<String, String> remembered = Collections.synchronizedMap(new LinkedHashMap<>());
  volatile DecisionView latest = Pictures.view(3, 1, Instant.now());
  volatile SiteInbox inbox = input -> !inboxFull() && posted.add(input);
  volatile boolean running = true;
  volatile boolean inboxFull;
  volatile CommandReceipt.Refused refusal;
  final Map<StationId, Integer> profiles = new ConcurrentHashMap<>();
  final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
  volatile int reloads;
  volatile HealthBoard.Status health = HealthBoard.Status.OK;

  private boolean inboxFull() {
    return inboxFull;
  }

  /** The loop is gone with all that it had not taken yet, and another is there. */
  void crash() {
    posted.clear();
    inbox = posted::add;
  }

  @Override
  public Optional<GridCommandDesk> desk() {
    return running ? Optional.of(this::submit) : Optional.empty();
  }

  private CompletionStage<CommandReceipt> submit(GridCommand command) {
    if (refusal != null) {
      return CompletableFuture.completedFuture(refusal);
    }
    GridCommand before = commands.putIfAbsent(command.id().value(), command);
    if (before != null && !before.equals(command)) {
      return CompletableFuture.completedFuture(
          new CommandReceipt.Refused("ERR_COMMAND_CONFLICT", "The id is known otherwise."));
    }
    return CompletableFuture.completedFuture(new CommandReceipt.Accepted(command, before != null));
  }

  @Override
  public Optional<SiteInbox> inbox() {
    return running ? Optional.of(inbox) : Optional.empty();
  }

  @Override
  public Optional<SiteView> view() {
    if (!running) {
      return Optional.empty();
    }
    return Optional.of(
        new SiteView() {
          @Override
          public Optional<DecisionView> latest() {
            return Optional.ofNullable(latest);
          }

          @Override
          public List<Decision> recent(int most) {
            return List.of(latest.decision());
          }

          @Override
          public LoopFigures figures() {
            return new LoopFigures(42, 1_000, 3, 1, 7, 150_000, 900_000);
          }
        });
  }

  @Override
  public Optional<OnceLedger> onceLedger() {
    return Optional.of(
        new OnceLedger() {
          @Override
          public CompletionStage<Verdict> once(
              String space, String key, byte[] content, Instant at, Duration keep) {
            String text = new String(content, StandardCharsets.UTF_8);
            String before = remembered.putIfAbsent(space + " " + key, text);
            Verdict verdict =
                before == null
                    ? Verdict.NEW
                    : before.equals(text) ? Verdict.REPEATED : Verdict.CONFLICT;
            return CompletableFuture.completedFuture(verdict);
          }

          @Override
          public List<Remembered> remembered(String space) {
            synchronized (remembered) {
              return remembered.entrySet().stream()
                  .filter(e -> e.getKey().startsWith(space + " "))
                  .map(
                      e ->
                          new Remembered(
                              e.getKey().substring(space.length() + 1),
                              Instant.EPOCH,
                              e.getValue().getBytes(StandardCharsets.UTF_8)))
                  .toList();
            }
          }
        });
  }

  @Override
  public Optional<TransactionLedger> transactions() {
    return Optional.of(
        new TransactionLedger() {
          @Override
          public CompletionStage<Outcome> record(Event event) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Optional<Summary> summary(String station, String transaction) {
            return Optional.empty();
          }

          @Override
          public List<Summary> open() {
            return List.of();
          }

          @Override
          public List<Summary> recent(int most) {
            return List.of(
                new Summary(
                    "CS01",
                    "tx-1",
                    1,
                    "S-1",
                    Instant.parse("2026-01-31T18:00:00Z"),
                    Optional.empty(),
                    4,
                    List.of(2),
                    1_500,
                    Double.NaN));
          }
        });
  }

  @Override
  public Optional<Journal> journal() {
    return Optional.empty();
  }

  @Override
  public Optional<HealthBoard> health() {
    return Optional.of(
        () ->
            new HealthBoard.Health(
                health,
                List.of(
                    new HealthBoard.Check("clock", HealthBoard.Status.OK, "Synchronised."),
                    new HealthBoard.Check("site", health, "site.yaml line 3: \"quoted\""))));
  }

  @Override
  public Optional<Diagnosis> diagnosis() {
    return Optional.of(
        new Diagnosis() {
          @Override
          public String text() {
            return "== gateway ==\n";
          }

          @Override
          public String json() {
            return "{\"gateway\":{}}";
          }
        });
  }

  @Override
  public Optional<SecurityLog> securityLog() {
    return Optional.of(
        new SecurityLog() {
          @Override
          public void raise(String type, String station, String remote, String detail) {
            throw new UnsupportedOperationException();
          }

          @Override
          public List<SecurityEvent> latest(int most) {
            Instant at = Instant.parse("2026-01-31T18:00:00Z");
            return List.of(
                new SecurityEvent(
                    7, "InvalidTLSVersion", "", "10.0.0.1:5", "TLS 1.0", at, at, most));
          }
        });
  }

  @Override
  public Optional<KeyRing> keyRing() {
    return Optional.of(
        new KeyRing() {
          @Override
          public TlsMaterial read(TlsFiles files) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void forget(TlsFiles files) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void reload() {
            reloads++;
          }

          @Override
          public List<Entry> certificates() {
            Instant at = Instant.parse("2027-01-31T18:00:00Z");
            return List.of(
                new Entry("config/keys/server.pem", false, "CN=a", "CN=b", "1f", at, at));
          }
        });
  }

  @Override
  public Optional<SecurityProfiles> securityProfiles() {
    return Optional.of(
        new SecurityProfiles() {
          @Override
          public Map<StationId, Integer> highest() {
            return Map.copyOf(profiles);
          }

          @Override
          public CompletionStage<Boolean> reset(StationId station) {
            return CompletableFuture.completedFuture(profiles.remove(station) != null);
          }
        });
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** One station, CS01, that says yes to everything but what is named otherwise. */
  @Override
  public List<StationCommands> stations() {
    return List.of(
        new StationCommands() {
          @Override
          public CompletionStage<Reply> start(EvseId evse, String idToken) {
            return CompletableFuture.completedStage(Reply.NOT_SENT);
          }

          @Override
          public CompletionStage<Reply> stop(EvseId evse) {
            return CompletableFuture.completedStage(Reply.NOT_SENT);
          }

          @Override
          public boolean reaches(StationId station) {
            return station.value().equals("CS01");
          }

          @Override
          public CompletionStage<Told> call(StationId station, String action, String payload) {
            Fate fate =
                java.util.Arrays.stream(Fate.values())
                    .filter(f -> f.name().equals(action))
                    .findFirst()
                    .orElse(Fate.ANSWERED);
            String text =
                fate == Fate.ANSWERED
                    ? "{\"status\":\"Accepted\",\"asked\":" + payload + "}"
                    : "why";
            return CompletableFuture.completedStage(new Told(fate, text));
          }
        });
  }

  @Override
  public List<Switchboard> switchboards() {
    return List.of(
        new Switchboard() {
          @Override
          public String listening() {
            return "ws://127.0.0.1:9000/";
          }

          @Override
          public List<Line> lines() {
            Peer peer = new Peer(new StationId("CS01"), 3, "ocpp2.0.1", "127.0.0.1:40000", 1);
            return List.of(new Line(peer, "io.tidegate.x 0.1.0", 0, 1, 20, 30));
          }
        });
  }
}
