package io.tidegate.charging.vehicle.classic;

import io.tidegate.charging.vehicle.classic.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/**
 * CertificateInstallation and CertificateUpdate (ISO 15118-2 §8.4.3.9, §8.4.3.10): relayed to
 * whoever issues contracts, unread. The response waits for it.
 */
final class Installations {
  private Installations() {}

  static Step<Session, Message> answer(Talk talk, Ask.Certificate request) {
    if (!talk.view().serviceCertificates()) {
      String why = "nobody issues contract certificates here, which the vehicle was told";
      return talk.fail(request.kind(), Verdict.FAILED_NO_CERTIFICATE_AVAILABLE, why);
    }
    Optional<String> flaw = flaw(request);
    if (flaw.isPresent()) {
      return talk.fail(request.kind(), Verdict.FAILED_SIGNATURE_ERROR, flaw.get());
    }
    Waiting what = request.update() ? Waiting.UPDATE : Waiting.INSTALLATION;
    return Step.<Session, Message>of(talk.waiting(what, talk.rules().certificate()).made())
        .ask(new Questions.Certificate(request.kind(), request.document()));
  }

  private static Optional<String> flaw(Ask.Certificate request) {
    try {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(request.certificate().toArray()))
              .getPublicKey()
              .getEncoded();
      return Seals.flaw(request.seal(), Bytes.of(key));
    } catch (CertificateException | RuntimeException e) {
      // hostile DER may make a parser throw anything
      return Optional.of("the vehicle's certificate cannot be read: " + e.getMessage());
    }
  }

  /** What came, or did not. */
  static Step<Session, Message> came(Talk talk, Event.Answered<Message> answered) {
    Waiting waiting = talk.session().waiting();
    if (waiting != Waiting.INSTALLATION && waiting != Waiting.UPDATE) {
      return Step.of(talk.session());
    }
    if (answered.answer() instanceof Bytes response) {
      return talk.say(
          talk.next(Phase.DETAILS).waiting(Waiting.NOTHING).made(),
          new Say.Certificate(Delivery.awaited(waiting), response));
    }
    return none(talk, answered.failure());
  }

  /** There will be none. */
  static Step<Session, Message> none(Talk talk, String why) {
    return talk.fail(
        Delivery.awaited(talk.session().waiting()),
        Verdict.FAILED_NO_CERTIFICATE_AVAILABLE,
        "no contract certificate: " + why);
  }
}
