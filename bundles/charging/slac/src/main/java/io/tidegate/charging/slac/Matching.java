package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.Octets;
import java.util.List;
import java.util.Optional;

/**
 * Vehicles that measure their way to an EVSE. Several may do so at once, since a line carries over
 * to its neighbours; each asks many EVSEs, and the one that hears it best is asked for its key.
 */
final class Matching {
  private static final int OTHER_STATION = 1;

  private Matching() {}

  static void expire(Draft draft) {
    for (Run run : List.copyOf(draft.runs)) {
      if (draft.passed(run.deadline())) {
        expire(draft, run);
      }
    }
  }

  private static void expire(Draft draft, Run run) {
    switch (run.phase()) {
      case START -> drop(draft, run, "asked, and has announced no sounds");
      case SOUNDS -> finish(draft, run);
      case RESPONSE -> {
        if (run.attempt() < Rules.RETRIES) {
          long until = draft.now + Rules.RESPONSE_NS;
          tell(draft, run.to(Run.Phase.RESPONSE, until, run.attempt() + 1));
        } else {
          drop(draft, run, "does not confirm the attenuation");
        }
      }
      case MATCH -> drop(draft, run, "has chosen another EVSE, or none");
    }
  }

  /** A vehicle may try again for a while, as long as it does not go on for ever. */
  private static void drop(Draft draft, Run run, String why) {
    draft.runs.remove(run);
    draft.detail = run.vehicle() + " " + why;
    draft.note(draft.detail + " (run " + Long.toHexString(run.runId()) + ")");
    long longest = draft.begun + 2 * draft.rules.initNs();
    long again = draft.now + Rules.REPETITION_NS;
    long latest = again - longest < 0 ? again : longest;
    if (latest - draft.deadline > 0) {
      draft.deadline = latest;
    }
  }

  static void receive(Draft draft, MmeFrame frame) {
    MacAddress from = frame.source();
    Mme message = frame.message();
    if (message instanceof Mme.SlacParmReq m) {
      asked(draft, from, m.runId());
    } else if (message instanceof Mme.AttenProfileInd m) {
      measured(draft, from, m);
    } else {
      draft.run(from).ifPresent(run -> receive(draft, run, message));
    }
  }

  private static void receive(Draft draft, Run run, Mme message) {
    if (message instanceof Mme.StartAttenCharInd m) {
      if (run.phase() == Run.Phase.START && run.runId() == m.runId()) {
        draft.put(run.sounding(m.sounds(), draft.now));
      }
    } else if (message instanceof Mme.MnbcSoundInd m) {
      if (run.phase() == Run.Phase.SOUNDS && run.runId() == m.runId()) {
        draft.put(run.heard(m.senderId()));
      }
    } else if (message instanceof Mme.AttenCharRsp m) {
      confirmed(draft, run, m);
    } else if (message instanceof Mme.ValidateReq m) {
      if (run.phase() == Run.Phase.MATCH || run.phase() == Run.Phase.RESPONSE) {
        draft.send(
            run.vehicle(), new Mme.ValidateCnf(m.signalType(), 0, Mme.ValidateCnf.NOT_REQUIRED));
      }
    } else if (message instanceof Mme.SlacMatchReq m) {
      chosen(draft, run, m);
    }
  }

  private static void asked(Draft draft, MacAddress vehicle, long runId) {
    if (draft.run(vehicle).isEmpty() && draft.runs.size() >= Rules.MOST_RUNS) {
      Optional<Run> idle =
          draft.runs.stream().filter(r -> r.phase() == Run.Phase.START).findFirst();
      if (idle.isEmpty()) {
        return;
      }
      draft.runs.remove(idle.get());
    }
    draft.put(Run.asked(vehicle, runId, draft.now));
    draft.detail = vehicle + " has asked for a match";
    draft.send(
        vehicle,
        new Mme.SlacParmCnf(
            MacAddress.BROADCAST,
            Rules.SOUNDS,
            Rules.SOUNDING_TENTHS,
            OTHER_STATION,
            vehicle,
            runId));
  }

  /** Only our own modem says what it has measured: a stranger would make us look nearer. */
  private static void measured(Draft draft, MacAddress from, Mme.AttenProfileInd profile) {
    if (!draft.modem.equals(Optional.of(from)) && !from.equals(draft.rules.modem())) {
      return;
    }
    Optional<Run> sounding =
        draft.run(profile.vehicle()).filter(run -> run.phase() == Run.Phase.SOUNDS);
    if (sounding.isPresent()) {
      Run run = sounding.get().measured(profile.groups());
      draft.put(run);
      if (run.complete()) {
        finish(draft, run);
      }
    }
  }

  private static void finish(Draft draft, Run run) {
    if (run.profiles().isEmpty()) {
      drop(draft, run, "was to be heard, and our modem has measured no sound");
    } else {
      tell(draft, run.to(Run.Phase.RESPONSE, draft.now + Rules.RESPONSE_NS, 0));
    }
  }

  private static void tell(Draft draft, Run run) {
    draft.put(run);
    Octets means = run.means(draft.rules.offsetDb());
    draft.send(
        run.vehicle(),
        new Mme.AttenCharInd(
            run.vehicle(),
            run.runId(),
            run.sourceId(),
            draft.rules.evseId(),
            run.profiles().size(),
            means));
  }

  private static void confirmed(Draft draft, Run run, Mme.AttenCharRsp m) {
    if (run.phase() != Run.Phase.RESPONSE || run.runId() != m.runId()) {
      return;
    }
    if (m.result() == 0) {
      draft.put(run.to(Run.Phase.MATCH, draft.now + Rules.SESSION_NS, 0));
    } else {
      drop(draft, run, "refuses the attenuation with result " + m.result());
    }
  }

  /** A vehicle that asks for the key has the attenuation, even if its confirmation was lost. */
  private static void chosen(Draft draft, Run run, Mme.SlacMatchReq m) {
    boolean due = run.phase() == Run.Phase.MATCH || run.phase() == Run.Phase.RESPONSE;
    if (!due
        || run.runId() != m.runId()
        || !m.vehicle().equals(run.vehicle())
        || !m.evse().equals(draft.rules.self())) {
      return;
    }
    Secret secret = draft.secret.orElseThrow();
    MmeFrame answer =
        new MmeFrame(
            run.vehicle(),
            draft.rules.self(),
            new Mme.SlacMatchCnf(
                m.vehicleId(),
                m.vehicle(),
                m.evseId(),
                m.evse(),
                m.runId(),
                secret.key().networkId(),
                secret.key()));
    draft.send(answer);
    draft.runs.clear();
    draft.wanted = false;
    draft.phase = LinkState.Phase.JOINING;
    draft.deadline = draft.now + Rules.JOIN_NS;
    draft.match =
        Optional.of(
            new LinkState.Match(
                run.vehicle(),
                run.runId(),
                run.attenuationDb(draft.rules.offsetDb()),
                answer,
                Watch.begun(draft.maker, draft.now)));
    draft.detail = run.vehicle() + " has the key and joins";
    Watching.expire(draft);
  }

  /** The vehicle asks again: its answer was lost. */
  static void again(Draft draft, MmeFrame frame) {
    LinkState.Match match = draft.match.orElseThrow();
    if (frame.message() instanceof Mme.SlacMatchReq m
        && frame.source().equals(match.vehicle())
        && m.runId() == match.runId()
        && m.vehicle().equals(match.vehicle())
        && m.evse().equals(draft.rules.self())) {
      draft.send(match.answer());
    }
  }
}
