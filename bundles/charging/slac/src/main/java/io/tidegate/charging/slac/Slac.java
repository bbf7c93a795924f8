package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The EVSE's side of SLAC (ISO 15118-3 annex A) as a function: no I/O, no clock, no randomness but
 * what it is given. What arrives after a deadline is too late, whether or not the deadline was told
 * before.
 */
final class Slac {
  private Slac() {}

  /**
   * @param now ns, of a clock that only goes forward
   * @param secrets asked once for each new key
   */
  static Step step(LinkState state, Event event, Rules rules, long now, Supplier<Secret> secrets) {
    Draft draft = new Draft(state, rules, now, secrets);
    expire(draft);
    if (event instanceof Event.Received received) {
      receive(draft, received.frame());
    } else if (event instanceof Event.Match) {
      draft.failed = false;
      draft.leave(true);
      draft.detail = "Waiting for the modem to take a key";
    } else if (event instanceof Event.Terminate) {
      draft.failed = false;
      draft.leave(false);
      draft.detail = "The vehicle was let go";
    } else if (event instanceof Event.Pause) {
      pause(draft);
    }
    return draft.done();
  }

  private static void pause(Draft draft) {
    if (draft.phase == LinkState.Phase.MATCHED) {
      LinkState.Match match = draft.match.orElseThrow();
      draft.watch(match.watch().paused(true));
      draft.detail = "Paused: the modem of " + match.vehicle() + " may sleep";
    }
  }

  private static void expire(Draft draft) {
    Matching.expire(draft);
    switch (draft.phase) {
      case DOWN, KEY -> expireKey(draft);
      case WAITING -> {
        if (draft.passed(draft.deadline)) {
          draft.fail(draft.detail);
        }
      }
      case JOINING -> {
        if (draft.passed(draft.deadline)) {
          draft.fail(
              draft.match.orElseThrow().vehicle() + " has the key and has not joined within 12 s");
        }
      }
      case IDLE, MATCHED -> {}
    }
    if (draft.phase == LinkState.Phase.JOINING || draft.phase == LinkState.Phase.MATCHED) {
      Watching.expire(draft);
    }
  }

  private static void expireKey(Draft draft) {
    if (!draft.passed(draft.deadline)) {
      return;
    }
    if (draft.phase == LinkState.Phase.DOWN) {
      draft.leave(draft.wanted);
    } else if (draft.attempt + 1 < Rules.KEY_ATTEMPTS) {
      draft.attempt++;
      draft.sendKey();
    } else {
      draft.phase = LinkState.Phase.DOWN;
      draft.deadline = draft.now + Rules.DOWN_NS;
      if (!draft.down || draft.modem.isPresent()) {
        draft.warn("The modem takes no key: is it powered, is the interface the right one?");
      }
      draft.down = true;
      draft.modem = Optional.empty();
      draft.detail = "The modem at " + draft.rules.modem() + " does not answer";
    }
  }

  private static void receive(Draft draft, MmeFrame frame) {
    MacAddress to = frame.destination();
    MacAddress from = frame.source();
    if ((!to.equals(draft.rules.self()) && !to.group())
        || from.equals(draft.rules.self())
        || from.group()) {
      return;
    }
    if (frame.message() instanceof Mme.SetKeyCnf answer) {
      keySet(draft, from, answer);
    } else if (draft.phase == LinkState.Phase.WAITING) {
      Matching.receive(draft, frame);
    } else if (draft.match.isPresent()) {
      Matching.again(draft, frame);
      Watching.receive(draft, frame);
    }
  }

  /** The nonce comes back from modems that send it back; others send zero. */
  private static void keySet(Draft draft, MacAddress from, Mme.SetKeyCnf answer) {
    if (draft.phase != LinkState.Phase.KEY
        || (answer.yourNonce() != 0 && answer.yourNonce() != draft.secret.orElseThrow().nonce())) {
      return;
    }
    if (draft.down) {
      draft.note("The modem " + from + " answers");
    }
    draft.down = false;
    draft.modem = Optional.of(from);
    if (draft.wanted) {
      draft.phase = LinkState.Phase.WAITING;
      draft.begun = draft.now;
      draft.deadline = draft.now + draft.rules.initNs();
      draft.detail = "No vehicle has asked for a match yet";
    } else {
      draft.phase = LinkState.Phase.IDLE;
      if (!draft.failed) {
        draft.detail = "No vehicle";
      }
    }
  }
}
