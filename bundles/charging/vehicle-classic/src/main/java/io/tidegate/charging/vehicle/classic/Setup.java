package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.charging.vehicle.dialect.RecordBytes;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.util.List;
import java.util.Optional;

/**
 * SessionSetup: a new session, or a paused one that goes on (ISO 15118-2 §8.4.2). The standard lets
 * anybody take up a session whose id he knows; here it is bound to the name of the vehicle.
 */
final class Setup {
  private static final RecordBytes<Kept> FORM = new RecordBytes<>(Kept.class);

  private Setup() {}

  /**
   * What is kept of a session over a pause. The number of the schedule is kept (V2G2-741).
   *
   * @param emaid of the contract; empty with external means
   */
  record Kept(boolean contract, Mode mode, int tuple, String emaid) {}

  static Step<Session, Message> answer(Talk talk, Bytes session, Ask.SessionSetup setup) {
    String evccId = setup.evccId().isEmpty() ? "unknown" : setup.evccId();
    Optional<Kept> found = kept(talk, session, evccId);
    Draft draft = talk.next(Phase.DISCOVERY).evccId(evccId);
    if (found.isPresent()) {
      Kept kept = found.get();
      Session next =
          draft
              .id(session.toHex())
              .deal(
                  new Session.Deal(kept.contract(), kept.mode(), kept.tuple(), true, 0, List.of()))
              .permit(before(kept))
              .made();
      return welcome(talk, next, Verdict.OK_OLD_SESSION_JOINED);
    }
    Session next = draft.id(Ids.session(talk.scene().peer().entropy()).toHex()).made();
    return welcome(talk, next, Verdict.OK_NEW_SESSION_ESTABLISHED);
  }

  /** Somebody's word is the EVSE's to keep; a contract has to be shown again. */
  private static Session.Permit before(Kept kept) {
    return new Session.Permit(Session.Permit.State.NONE, kept.emaid(), Bytes.EMPTY, false, 0);
  }

  private static Step<Session, Message> welcome(Talk talk, Session next, Verdict verdict) {
    boolean resumed = verdict == Verdict.OK_OLD_SESSION_JOINED;
    return talk.say(next, verdict, new Say.SessionSetup(talk.rating().evseId(), talk.view().at()))
        .act(new EvseAction.Begin(next.id(), next.evccId(), resumed))
        .note(
            "",
            "vehicle " + Pseudonym.of(next.evccId()) + (resumed ? " goes on after a pause" : ""));
  }

  private static Optional<Kept> kept(Talk talk, Bytes session, String evccId) {
    return talk.view()
        .paused()
        .filter(paused -> talk.standard().pauses())
        .filter(paused -> paused.schema().equals(talk.standard().paused()))
        .filter(paused -> session.equals(Bytes.of(paused.sessionId())))
        .filter(paused -> Ids.binding(session.toHex(), evccId).equals(Bytes.of(paused.vehicle())))
        .flatMap(paused -> FORM.read(paused.state()));
  }

  /** What the EVSE keeps of this session until the vehicle comes back. */
  static PausedSession pause(Talk talk) {
    Session s = talk.session();
    Session.Deal deal = s.deal();
    byte[] state =
        FORM.write(new Kept(deal.contract(), deal.mode(), deal.tuple(), s.permit().emaid()));
    return new PausedSession(
        Bytes.ofHex(s.id()).toArray(),
        Ids.binding(s.id(), s.evccId()).toArray(),
        talk.standard().paused(),
        state);
  }
}
