package io.tidegate.core.control.record;

import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.core.control.state.Checkpoint;
import io.tidegate.core.control.state.ControlCore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Replays a segment: the same inputs through the same deciding code must issue the same setpoints,
 * bit for bit.
 */
public final class Replayer {
  private final JournalCodec codec;
  private final Arbiter arbiter;
  private final SafetyEnvelope envelope;

  public Replayer(JournalCodec codec, Arbiter arbiter, SafetyEnvelope envelope) {
    this.codec = codec;
    this.arbiter = arbiter;
    this.envelope = envelope;
  }

  /**
   * What came out.
   *
   * @param difference the first difference, as a sentence; empty when there was none
   * @param interruption why the segment ends before its last entry; empty when it does not
   */
  public record Result(
      long inputs,
      long decisions,
      long setpoints,
      Optional<String> difference,
      Optional<String> interruption) {}

  public Result replay(JournalArchive.Segment segment) throws IOException {
    Checkpoint checkpoint = codec.decodeCheckpoint(segment.checkpoint());
    Run run = new Run(new ControlCore(checkpoint.picture().model(), envelope, checkpoint));
    run.nextInput = checkpoint.picture().sequence() + 1;
    run.nextDecision = checkpoint.decisions() + 1;
    segment.read(run::entry);
    return new Result(
        run.inputs,
        run.decisions,
        run.setpoints,
        Optional.ofNullable(run.difference),
        Optional.ofNullable(run.interruption));
  }

  private final class Run {
    private final ControlCore core;
    private long nextInput;
    private long nextDecision;
    private long inputs;
    private long decisions;
    private long setpoints;
    private String difference;
    private String interruption;

    Run(ControlCore core) {
      this.core = core;
    }

    void entry(EntryKind kind, long sequence, Instant at, byte[] body) throws IOException {
      if (difference != null || interruption != null) {
        return;
      }
      if (kind == EntryKind.INPUT) {
        input(codec.decodeInput(body));
      } else {
        decision(codec.decodeDecision(body));
      }
    }

    private void input(StampedInput input) {
      if (input.sequence() != nextInput) {
        interruption = "input " + nextInput + " is missing: the journal could not be written then";
        return;
      }
      nextInput++;
      inputs++;
      core.take(input);
    }

    private void decision(Decision recorded) {
      if (recorded.number() != nextDecision || recorded.sequence() != nextInput - 1) {
        interruption =
            "decision " + nextDecision + " is missing: the journal could not be written then";
        return;
      }
      nextDecision++;
      decisions++;
      setpoints += recorded.setpoints().size();
      Decision again =
          core.decide(arbiter, envelope, recorded.at(), recorded.cause()).view().decision();
      if (!again.equals(recorded)) {
        difference = Differences.describe(recorded, again);
      }
    }
  }
}
