package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.charging.vehicle.classic.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Step;

/** WeldingDetection and SessionStop (ISO 15118-2 §8.4.5.5, §8.4.3.12). */
final class Farewell {
  private Farewell() {}

  static Step<Session, Message> weldingDetection(Talk talk) {
    return talk.say(
        talk.next(Phase.STOPPED).made(),
        new Say.WeldingDetection(talk.status(), Math.max(0, talk.view().voltageV())));
  }

  static Step<Session, Message> answer(Talk talk, Ask.SessionStop stop) {
    Say bye = new Say.Done(Kind.SESSION_STOP);
    if (stop.pause() && talk.standard().pauses() && pausable(talk)) {
      String why = "the vehicle pauses";
      Session over =
          talk.session().but().phase(Phase.ENDED).dueNanos(0).waiting(Waiting.NOTHING).made();
      return talk.say(over, bye)
          .act(new EvseAction.Deenergise(false, "", why), new EvseAction.Pause(Setup.pause(talk)))
          .end("", why);
    }
    Step<Session, Message> end = talk.end(false, "", "the vehicle has ended the session");
    return talk.say(end.state(), bye)
        .act(end.actions())
        .end("", "the vehicle has ended the session");
  }

  /** A schedule was agreed on: there is something to go on with. */
  private static boolean pausable(Talk talk) {
    return talk.session().deal().tuple() > 0;
  }
}
