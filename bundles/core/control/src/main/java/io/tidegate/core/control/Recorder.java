package io.tidegate.core.control;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.JournalStatus;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.record.JournalCodec;
import io.tidegate.core.control.state.Checkpoint;
import io.tidegate.core.control.state.ControlCore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the loop's journal and reads it at the start. Used by the loop's thread; encoding happens
 * on the journal's. After a gap (a full queue, a full disk) nothing more goes into the broken
 * segment: a new one begins as soon as that is possible.
 */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int ATTEMPTS = 3;
  private static final int LEAST_ENTRIES = 20_000;

  /**
   * A segment begins with all that is known of every EVSE, some kilobytes each: there must be more
   * in it than beginnings. Beyond 20,000 for a start that does not take long.
   */
  private static final int ENTRIES_OF_AN_EVSE = 20;

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private final Journal journal;
  private final OnceLedger commands;
  private final Inbox inbox;
  private final LiveCommands live;
  private final JournalCodec codec = new JournalCodec();
  private boolean broken = true;
  private int entries;
  private Instant segmentStart = Instant.EPOCH;

  Recorder(Journal journal, OnceLedger commands, Inbox inbox, LiveCommands live) {
    this.live = live;
    this.journal = journal;
    this.commands = commands;
    this.inbox = inbox;
  }

  void input(StampedInput input) {
    if (input.input() instanceof SiteInput.JournalReport report && !report.writable()) {
      // entries that were queued when it broke may be lost: this segment cannot be trusted beyond
      // here
      broken = true;
    }
    if (!broken) {
      append(Journal.EntryKind.INPUT, input.sequence(), input.at(), () -> codec.encode(input));
    }
  }

  void decision(Decision decision) {
    if (!broken) {
      append(
          Journal.EntryKind.DECISION,
          decision.sequence(),
          decision.at(),
          () -> codec.encode(decision));
    }
  }

  private void append(
      Journal.EntryKind kind, long sequence, Instant at, java.util.function.Supplier<byte[]> body) {
    entries++;
    if (!journal.append(kind, sequence, at, body)) {
      broken = true;
      LOG.error("Journal interrupted at input {}: {}", sequence, journal.status().sentence());
      inbox.post(new SiteInput.JournalReport(false, "ERR_JOURNAL_OVERRUN"));
    }
  }

  /**
   * Begins a new segment when the present one is long, old, broken, or was made by other bundles.
   */
  void rotate(ControlCore core, Deciders deciders) {
    Instant now = core.lastAt();
    int most = Math.max(LEAST_ENTRIES, ENTRIES_OF_AN_EVSE * core.model().evses().size());
    boolean due = entries >= most || segmentStart.plus(LONGEST).isBefore(now);
    if (!due && !deciders.changed() && !broken) {
      return;
    }
    if (!journal.status().writable()) {
      return;
    }
    Checkpoint checkpoint = core.checkpoint();
    boolean begun =
        journal.startSegment(
            core.sequence(), now, () -> codec.encode(checkpoint), deciders.bundles());
    if (begun) {
      deciders.begun();
      if (broken && entries > 0) {
        LOG.info("Journal goes on in a new segment at input {}", core.sequence());
        inbox.post(new SiteInput.JournalReport(true, ""));
      }
      broken = false;
      entries = 0;
      segmentStart = now;
    }
  }

  /** Tells the core of the journal's state when it has missed a report; once a period. */
  Optional<SiteInput> correction(boolean known) {
    JournalStatus status = journal.status();
    return status.writable() == known
        ? Optional.empty()
        : Optional.of(new SiteInput.JournalReport(status.writable(), status.code()));
  }

  /**
   * The core as the journal has it, or a new one. A journal that does not answer is asked again.
   */
  ControlCore recover(SiteModel model, SafetyEnvelope envelope, LoopClock clock)
      throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Optional<JournalArchive.Segment> newest = journal.newest();
        if (newest.isEmpty()) {
          break;
        }
        ControlCore core = recall(newest.get(), model, envelope);
        floor(core.lastAt(), clock);
        LOG.info("Recovered the site's state up to input {}", core.sequence());
        return core;
      } catch (IOException | RuntimeException e) {
        LOG.error("ERR_JOURNAL_RECOVERY the newest segment cannot be read, attempt {}", attempt, e);
        TimeUnit.SECONDS.sleep(attempt < ATTEMPTS ? 2 : 0);
      }
    }
    return new ControlCore(model, envelope, clock.now());
  }

  /**
   * Time goes on after the last entry, unless the clock was set back since: then that was wrong,
   * and is now right.
   */
  private static void floor(Instant lastAt, LoopClock clock) {
    Duration ahead = Duration.between(clock.now(), lastAt);
    if (ahead.compareTo(LoopClock.TOLERATED) <= 0) {
      clock.notBefore(lastAt);
    } else {
      LOG.warn("The journal ends {} s in the future: the clock was set back", ahead.toSeconds());
    }
  }

  private ControlCore recall(
      JournalArchive.Segment segment, SiteModel model, SafetyEnvelope envelope) throws IOException {
    ControlCore core =
        new ControlCore(model, envelope, codec.decodeCheckpoint(segment.checkpoint()));
    try {
      segment.read((kind, sequence, at, body) -> recall(core, envelope, kind, body));
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "ERR_JOURNAL_RECOVERY an entry after input {} cannot be read; going on from there",
          core.sequence(),
          e);
    }
    return core;
  }

  private void recall(
      ControlCore core, SafetyEnvelope envelope, Journal.EntryKind kind, byte[] body)
      throws IOException {
    if (kind == Journal.EntryKind.INPUT) {
      core.take(codec.decodeInput(body));
    } else {
      core.recall(codec.decodeDecision(body), envelope);
    }
  }

  /**
   * Commands that are durable but may never have reached the loop: none is lost. Repeating the
   * others is harmless.
   */
  List<SiteInput> rememberedCommands(Instant now) {
    List<SiteInput> inputs = new ArrayList<>();
    for (OnceLedger.Remembered entry : remembered()) {
      try {
        GridCommand command = codec.decodeCommand(entry.content());
        if (command.end().isAfter(now)) {
          live.count(command);
          inputs.add(new SiteInput.CommandReceived(command));
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("ERR_JOURNAL_RECOVERY command {} cannot be read", entry.key(), e);
      }
    }
    if (!inputs.isEmpty()) {
      LOG.info("{} grid commands have time left", inputs.size());
    }
    return inputs;
  }

  private List<OnceLedger.Remembered> remembered() {
    try {
      return commands.remembered(CommandDesk.SPACE);
    } catch (JournalException e) {
      LOG.error("ERR_JOURNAL_RECOVERY commands of before the start cannot be read", e);
      return List.of();
    }
  }
}
