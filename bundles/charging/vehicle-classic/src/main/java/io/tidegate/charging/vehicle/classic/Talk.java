package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.vehicle.classic.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Scene;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.time.Duration;

/**
 * What a phase has at hand while it makes a step: the session as it is, what is around it, and the
 * ways a step can go on. Used within one step.
 */
record Talk(Session session, Scene scene, Rules rules, Trust trust, Standard standard) {

  /** The unit opens by itself this much after the machine's own patience has ended. */
  private static final Duration BEYOND = Duration.ofMillis(250);

  /** How fresh a state is taken for that has not changed since it was asked for. */
  private static final long STALE_NANOS = 1_000_000_000L;

  EvseView view() {
    return scene.view();
  }

  EvseRating rating() {
    return scene.rating();
  }

  long now() {
    return scene.now();
  }

  boolean direct() {
    return rating().direct();
  }

  /** The session, changed, with the patience of its phase from now on. */
  Draft next(Phase phase) {
    Duration patience =
        switch (phase) {
          case LOOP -> direct() ? rules.loop().plus(scene.quirks().loopGrace()) : rules.sequence();
          case RENEGOTIATION, REDELIVERY -> rules.renegotiation();
          default -> rules.sequence();
        };
    Draft draft = session.but().phase(phase).dueNanos(now() + patience.toNanos());
    return phase == session.phase() ? draft : draft.sinceNanos(now());
  }

  /** The session while a reply waits. */
  Draft waiting(Waiting what, Duration patience) {
    return session.but().waiting(what).dueNanos(now() + patience.toNanos()).sinceNanos(now());
  }

  /** A lease that outlives the session's patience by little. */
  EvseAction.Energise lease(Session next) {
    return new EvseAction.Energise(Duration.ofNanos(next.dueNanos() - now()).plus(BEYOND));
  }

  /** Goes on with this reply. */
  Step<Session, Message> say(Session next, Verdict verdict, Say say) {
    return Step.<Session, Message>of(next)
        .say(Secc.PAYLOAD, new Reply(Bytes.ofHex(next.id()), verdict, say));
  }

  Step<Session, Message> say(Session next, Say say) {
    return say(next, Verdict.OK, say);
  }

  /** Refuses a request, takes the power off and ends the session. */
  Step<Session, Message> fail(Kind request, Verdict verdict, String why) {
    return fail(request, verdict, Codes.of(verdict), why);
  }

  /** The same, under a catalogue code of its own. */
  Step<Session, Message> fail(Kind request, Verdict verdict, String code, String why) {
    return refuse(request, 0, verdict, end(false, code, why));
  }

  /** Refuses a request because of a fault of the EVSE's. */
  Step<Session, Message> fail(Kind request, Fault fault) {
    return refuse(
        request, 0, Verdict.FAILED, end(fault.emergency(), fault.code(), fault.sentence()));
  }

  Step<Session, Message> refuse(
      Kind request, int service, Verdict verdict, Step<Session, Message> end) {
    if (request == Kind.STRAY) {
      // there is no response to what is no request
      return end;
    }
    Say refusal =
        new Say.Refusal(request, service, status(), direct(), view().voltageV(), view().currentA());
    Bytes id = session.id().isEmpty() ? Bytes.of(new byte[8]) : Bytes.ofHex(session.id());
    return end.say(Secc.PAYLOAD, new Reply(id, verdict, refusal));
  }

  /** Takes the power off and ends the session without a word to the vehicle. */
  Step<Session, Message> end(boolean now, String code, String why) {
    Session over = session.but().phase(Phase.ENDED).dueNanos(0).waiting(Waiting.NOTHING).made();
    return Step.<Session, Message>of(over)
        .act(
            new EvseAction.Deenergise(now, code, why),
            new EvseAction.Unlock(),
            new EvseAction.End(code, why))
        .end(code, why);
  }

  Status status() {
    return Statuses.of(this);
  }

  boolean contactor(ContactorState state) {
    return view().contactor() == state;
  }

  /**
   * Whether a state of the view tells of what was asked for, not of what was before: it is another
   * one than then, or enough time has passed.
   */
  boolean fresh(Enum<?> state) {
    return !state.name().equals(session.before()) || now() - session.sinceNanos() >= STALE_NANOS;
  }
}
