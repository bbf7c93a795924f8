package io.tidegate.core.control.state;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which wishes count now: open windows, living mandates, nothing above its mandate's class. */
final class Targets {
  private Targets() {}

  static List<Target> inForce(SitePicture picture) {
    Instant now = picture.at();
    Map<String, MandateState> mandates = new HashMap<>();
    picture.mandates().forEach(m -> mandates.put(m.source().id().value(), m));
    List<Target> targets = new ArrayList<>();
    for (CommandState state : picture.commands()) {
      GridCommand command = state.command();
      MandateState mandate = mandates.get(command.controller().value());
      if (state.active(now) && mandate != null && counts(command, mandate, now)) {
        targets.add(target(command));
      }
    }
    for (Target target : picture.policyTargets()) {
      MandateState mandate = mandates.get(target.mandate());
      if (mandate != null
          && now.isBefore(target.expires())
          && (isLimit(target.kind()) || mandate.alive(now))
          && target.priority().compareTo(mandate.source().highestClass()) >= 0) {
        targets.add(target);
      }
    }
    return targets;
  }

  /** A limit outlives the link it came over (S5.8); a request for power does not (S2.8). */
  private static boolean counts(GridCommand command, MandateState mandate, Instant now) {
    return isLimit(command.kind()) || mandate.alive(now);
  }

  /** Commands that are due, and get nothing because their controller has fallen silent. */
  static List<Allocation.Shortfall> suspended(SitePicture picture) {
    Instant now = picture.at();
    List<Allocation.Shortfall> suspended = new ArrayList<>();
    for (CommandState state : picture.commands()) {
      GridCommand command = state.command();
      boolean silent =
          picture.mandates().stream()
              .filter(m -> m.source().id().equals(command.controller()))
              .noneMatch(m -> counts(command, m, now));
      if (state.active(now) && silent) {
        suspended.add(new Allocation.Shortfall(command.id().value(), command.powerW(), 0));
      }
    }
    return suspended;
  }

  private static Target target(GridCommand command) {
    return new Target(
        command.id().value(),
        command.controller().value(),
        command.priority(),
        command.kind(),
        command.node(),
        Optional.empty(),
        command.powerW(),
        command.end());
  }

  private static boolean isLimit(TargetKind kind) {
    return kind == TargetKind.IMPORT_LIMIT || kind == TargetKind.EXPORT_LIMIT;
  }

  static Instant nextDeadline(
      Collection<CommandState> commands, Collection<MandateState> mandates, Instant now) {
    Instant next = Instant.MAX;
    for (CommandState state : commands) {
      next = earlier(next, state.command().start(), now);
      next = earlier(next, state.command().end(), now);
    }
    for (MandateState mandate : mandates) {
      if (mandate.lastKeepAlive().isAfter(Instant.EPOCH)) {
        // the mandate lapses just after its keep-alive has run out
        Instant lapse = mandate.lastKeepAlive().plus(mandate.source().keepAlive()).plusNanos(1);
        next = earlier(next, lapse, now);
      }
    }
    return next;
  }

  private static Instant earlier(Instant best, Instant candidate, Instant now) {
    return candidate.isAfter(now) && candidate.isBefore(best) ? candidate : best;
  }
}
