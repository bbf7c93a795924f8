package io.tidegate.charging.iso15118.v20;

import io.tidegate.charging.iso15118.v20.Session.Installation;
import io.tidegate.charging.iso15118.v20.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import java.time.Duration;

/**
 * CertificateInstallation (§8.3.4.2.3): relayed to whoever issues contracts, unread. A response
 * waits for it as long as the vehicle waits, then says Ongoing; the vehicle asks again.
 */
final class Installations {
  /** Less than V2G_EVCC_Msg_Timeout of the message, 5 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private Installations() {}

  static Step<Session, V2GMessage> answer(Talk talk, CertificateInstallationReq request) {
    if (!talk.view().serviceCertificates()) {
      String why = "nobody issues contract certificates here, which the vehicle was told";
      return talk.fail(request, ResponseCode.FAILED, Codes.CONTRACT, why);
    }
    Installation before = talk.session().installation();
    if (!before.response().isEmpty()) {
      return deliver(talk, before.response());
    }
    long since = before.asked() ? before.sinceNanos() : talk.now();
    Session waiting =
        talk.session()
            .but()
            .installation(new Installation(true, since, Bytes.EMPTY))
            .waiting(Waiting.CERTIFICATE)
            .dueNanos(talk.now() + PATIENCE.toNanos())
            .made();
    Step<Session, V2GMessage> step = Step.of(waiting);
    return before.asked()
        ? step
        : step.ask(new Questions.Certificate(Bytes.of(CmExi.SET.encode(request))));
  }

  /** What came, or did not. */
  static Step<Session, V2GMessage> came(Talk talk, Event.Answered<V2GMessage> answered) {
    Session s = talk.session();
    if (!s.installation().asked()) {
      return Step.of(s);
    }
    boolean here = s.waiting() == Waiting.CERTIFICATE;
    if (answered.answer() instanceof Bytes response) {
      Installation got = new Installation(true, s.installation().sinceNanos(), response);
      return here ? deliver(talk, response) : Step.of(s.but().installation(got).made());
    }
    return here
        ? none(talk, answered.failure())
        : Step.<Session, V2GMessage>of(s.but().installation(Installation.NONE).made())
            .note(Codes.CONTRACT, answered.failure());
  }

  /** Patience has ended for one response, or for all. */
  static Step<Session, V2GMessage> late(Talk talk) {
    Installation installation = talk.session().installation();
    boolean asked = installation.asked();
    if (asked && talk.now() - installation.sinceNanos() >= talk.rules().installation().toNanos()) {
      return none(talk, "nobody has answered within " + talk.rules().installation());
    }
    return reply(
        talk,
        talk.next(Phase.AUTHORISATION),
        Refusals.installation(talk.header(), ResponseCode.OK, Processing.ONGOING));
  }

  private static Step<Session, V2GMessage> none(Talk talk, String why) {
    return reply(
            talk,
            talk.next(Phase.AUTHORISATION).installation(Installation.NONE),
            Refusals.installation(
                talk.header(), ResponseCode.WARNING_NO_CERTIFICATE_AVAILABLE, Processing.FINISHED))
        .note(Codes.CONTRACT, "no contract certificate: " + why);
  }

  private static Step<Session, V2GMessage> deliver(Talk talk, Bytes response) {
    try {
      if (CmExi.SET.decode(response.toArray()) instanceof CertificateInstallationRes r) {
        return reply(
            talk,
            talk.next(Phase.AUTHORISATION).installation(Installation.NONE),
            new CertificateInstallationRes(
                talk.header(),
                r.responseCode(),
                Processing.FINISHED,
                r.cpsCertificateChain(),
                r.signedInstallationData(),
                r.remainingContractCertificateChains()));
      }
      return none(talk, "what came is no CertificateInstallationRes");
    } catch (ExiException e) {
      return none(talk, "what came cannot be read: " + e.getMessage());
    }
  }

  private static Step<Session, V2GMessage> reply(
      Talk talk, Draft next, CertificateInstallationRes response) {
    return talk.say(next.waiting(Waiting.NOTHING).made(), response);
  }
}
