package io.tidegate.core.control;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.record.JournalCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes grid commands: checks, makes them durable, hands them to the loop (S1.8). Any thread. */
final class CommandDesk implements GridCommandDesk {
  private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
  static final String SPACE = "grid-command";

  /** Commands that were refused because too many had not ended. */
  static final String TOO_MANY = "grid-command-too-many";

  private static final Duration EXPLAINED = Duration.ofDays(7);
  private static final Duration KEEP = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration FARTHEST = Duration.ofDays(30);
  private static final double MOST_W = 1e9;
  private final SiteModel model;
  private final OnceLedger ledger;
  private final SiteInbox inbox;
  private final InstantSource clock;
  private final boolean durableFirst;
  private final JournalCodec codec = new JournalCodec();
  private final LiveCommands live;

  /**
   * @param durableFirst whether a command is durable before the loop sees it; otherwise only before
   *     it is answered
   */
  CommandDesk(
      SiteModel model,
      OnceLedger ledger,
      SiteInbox inbox,
      InstantSource clock,
      boolean durableFirst,
      LiveCommands live) {
    this.live = live;
    this.model = model;
    this.ledger = ledger;
    this.inbox = inbox;
    this.clock = clock;
    this.durableFirst = durableFirst;
  }

  @Override
  public CompletionStage<CommandReceipt> submit(GridCommand command) {
    Instant now = clock.instant();
    Optional<CommandReceipt.Refused> refusal = check(command);
    if (refusal.isPresent()) {
      return CompletableFuture.completedFuture(refusal.get());
    }
    LiveCommands.Room room = live.admit(command, now);
    if (room == LiveCommands.Room.NONE) {
      explain(command, now);
      return CompletableFuture.completedFuture(tooMany(command));
    }
    if (!durableFirst && command.end().isAfter(now)) {
      // harmless when it turns out to be a repetition: the loop knows its id
      hand(command);
    }
    return ledger
        .once(SPACE, command.id().value(), codec.encode(command), now, keep(command, now))
        .toCompletableFuture()
        .whenComplete(
            (verdict, failure) -> settle(command, room, verdict, failure != null && durableFirst))
        // also when it becomes durable too late for the answer: what is durable is carried out
        .thenApply(verdict -> answer(command, verdict, now))
        .orTimeout(5, TimeUnit.SECONDS)
        .exceptionally(CommandDesk::failed);
  }

  /** A place is given back when its command is certain never to be carried out. */
  private void settle(
      GridCommand command, LiveCommands.Room room, OnceLedger.Verdict verdict, boolean failed) {
    boolean taken = room == LiveCommands.Room.TAKEN;
    if (taken && (failed || verdict == OnceLedger.Verdict.CONFLICT)) {
      live.free(command);
    } else if (verdict == OnceLedger.Verdict.NEW || verdict == OnceLedger.Verdict.REPEATED) {
      live.count(command);
    }
  }

  /**
   * Leaves in the ledger which command was too many: the first of each controller and minute, so
   * that refusals fill nothing either.
   */
  private void explain(GridCommand command, Instant now) {
    String key = command.controller() + "/" + now.getEpochSecond() / 60;
    var unused =
        ledger
            .once(TOO_MANY, key, codec.encode(command), now, EXPLAINED)
            .whenComplete(
                (verdict, failure) -> {
                  if (failure != null) {
                    LOG.error("command {}: its refusal is not durable", command.id(), failure);
                  }
                });
  }

  private static CommandReceipt tooMany(GridCommand command) {
    return refused(
        "ERR_COMMAND_TOO_MANY",
        "controller "
            + command.controller()
            + " has 64 commands that have not ended, or the site 1,024: wait until one has");
  }

  /** Thirty days, and a day beyond its own end. */
  private static Duration keep(GridCommand command, Instant now) {
    Duration life = Duration.between(now, command.end()).plusDays(1);
    return life.compareTo(KEEP) > 0 ? life : KEEP;
  }

  private CommandReceipt answer(GridCommand command, OnceLedger.Verdict verdict, Instant now) {
    return switch (verdict) {
      case CONFLICT ->
          refused(
              "ERR_COMMAND_CONFLICT",
              "command " + command.id() + " is known with other content; give it a new id");
      case NEW, REPEATED -> {
        // a repetition is handed over too: the first may have met a full inbox, and the loop knows
        // its ids
        boolean over = !command.end().isAfter(now);
        boolean handed = over || !durableFirst || hand(command);
        yield handed
            ? new CommandReceipt.Accepted(command, verdict == OnceLedger.Verdict.REPEATED)
            : refused(
                "V2G-110",
                "the control loop is overloaded and the command may yet be carried out: repeat it with the same id");
      }
    };
  }

  private boolean hand(GridCommand command) {
    return inbox.post(new SiteInput.CommandReceived(command));
  }

  /** As the site file and the API write it. */
  private static String named(PriorityClass priority) {
    return priority.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Optional<CommandReceipt.Refused> check(GridCommand c) {
    Optional<MandateSource> mandate = model.mandateSource(c.controller().value());
    if (mandate.isEmpty() || c.controller().value().startsWith("policy:")) {
      return no("V2G-401", "controller " + c.controller() + " has no mandate at this site");
    }
    if (c.priority().compareTo(mandate.get().highestClass()) < 0) {
      return no(
          "V2G-401",
          "controller "
              + c.controller()
              + " may ask for "
              + named(mandate.get().highestClass())
              + " at most, not for "
              + named(c.priority()));
    }
    if (!c.end().isAfter(c.start())
        || Duration.between(c.start(), c.end()).compareTo(LONGEST) > 0
        || c.start().isAfter(clock.instant().plus(FARTHEST))) {
      return no(
          "ERR_COMMAND_WINDOW",
          "end must be after start, the window at most 7 days, its start at most 30 days ahead");
    }
    if (!c.node().isEmpty() && model.nodeIndexOf(c.node()) < 0) {
      return no("ERR_COMMAND_UNKNOWN_NODE", "there is no node " + c.node());
    }
    return checkPower(c);
  }

  private static Optional<CommandReceipt.Refused> checkPower(GridCommand c) {
    if (c.kind() == TargetKind.EVSE_POWER || c.kind() == TargetKind.EVSE_LIMIT) {
      return no("ERR_COMMAND_POWER", "a grid command applies to a node, not to one EVSE");
    }
    boolean limit = c.kind() != TargetKind.VEHICLE_POWER;
    if (!(Math.abs(c.powerW()) <= MOST_W) || (limit && c.powerW() < 0)) {
      return no(
          "ERR_COMMAND_POWER", "powerW must be finite, below 1 GW, and not negative in a limit");
    }
    return Optional.empty();
  }

  private static Optional<CommandReceipt.Refused> no(String code, String sentence) {
    return Optional.of(refused(code, sentence));
  }

  private static CommandReceipt.Refused refused(String code, String sentence) {
    LOG.warn("{} {}", code, sentence);
    return new CommandReceipt.Refused(code, sentence);
  }

  private static CommandReceipt failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    return cause instanceof JournalException e
        ? refused(e.code(), "the command could not be made durable; repeat it")
        : refused(
            "V2G-110",
            "the command was not durable within 5 s and may yet be carried out: repeat it with the same id");
  }
}
