package io.tidegate.core.control;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.record.JournalCodec;
import io.tidegate.core.control.state.Checkpoint;
import io.tidegate.core.control.state.ControlCore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the loop's journal and reads it at the start. Used by the loop's thread; encoding happens
 * on the journal's. After a gap (a full queue, a full disk) nothing more goes into the broken
 * segment: a new one begins as soon as that is possible.
 */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int MOST_ENTRIES = 20_000;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private final Journal journal;
  private final OnceLedger commands;
  private final Inbox inbox;
  private final JournalCodec codec = new JournalCodec();
  private boolean broken = true;
  private int entries;
  private Instant segmentStart = Instant.EPOCH;

  Recorder(Journal journal, OnceLedger commands, Inbox inbox) {
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
    boolean due = entries >= MOST_ENTRIES || segmentStart.plus(LONGEST).isBefore(now);
    boolean changed = deciders.takeChanged();
    if (!due && !changed && !broken) {
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
      if (broken && entries > 0) {
        LOG.info("Journal goes on in a new segment at input {}", core.sequence());
        inbox.post(new SiteInput.JournalReport(true, ""));
      }
      broken = false;
      entries = 0;
      segmentStart = now;
    }
  }

  /** The core as the journal has it, or a new one. */
  ControlCore recover(SiteModel model, SafetyEnvelope envelope, LoopClock clock) {
    try {
      Optional<JournalArchive.Segment> newest = journal.newest();
      if (newest.isPresent()) {
        ControlCore core = recall(newest.get(), model, envelope);
        clock.notBefore(core.lastAt());
        LOG.info("Recovered the site's state up to input {}", core.sequence());
        return core;
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("ERR_JOURNAL_RECOVERY the newest segment cannot be read; starting without it", e);
    }
    return new ControlCore(model, envelope, clock.now());
  }

  private ControlCore recall(
      JournalArchive.Segment segment, SiteModel model, SafetyEnvelope envelope) throws IOException {
    ControlCore core =
        new ControlCore(model, envelope, codec.decodeCheckpoint(segment.checkpoint()));
    segment.read(
        (kind, sequence, at, body) -> {
          if (kind == Journal.EntryKind.INPUT) {
            core.take(codec.decodeInput(body));
          } else {
            core.recall(codec.decodeDecision(body), envelope);
          }
        });
    return core;
  }

  /**
   * Commands that are durable but may never have reached the loop: none is lost. Repeating the
   * others is harmless.
   */
  void postRememberedCommands(Instant now) {
    int posted = 0;
    for (OnceLedger.Remembered entry : remembered()) {
      try {
        GridCommand command = codec.decodeCommand(entry.content());
        if (command.end().isAfter(now)) {
          inbox.post(new SiteInput.CommandReceived(command));
          posted++;
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("ERR_JOURNAL_RECOVERY command {} cannot be read", entry.key(), e);
      }
    }
    if (posted > 0) {
      LOG.info("{} grid commands have time left", posted);
    }
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
