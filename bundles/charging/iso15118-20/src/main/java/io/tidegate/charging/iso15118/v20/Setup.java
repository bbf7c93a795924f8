package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.charging.vehicle.dialect.RecordBytes;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** SessionSetup: a new session, or a paused one that goes on (§8.3.4.1, §8.5). */
final class Setup {
  static final String PAUSED = "iso15118-20/paused/1";
  private static final RecordBytes<Kept> FORM = new RecordBytes<>(Kept.class);

  private Setup() {}

  /** What is kept of a session over a pause. */
  record Kept(String evccId, Session.Menu menu, Session.Terms terms, Session.Permit permit) {}

  static Step<Session, V2GMessage> answer(Talk talk, SessionSetupReq request) {
    String evccId = request.evccid().isEmpty() ? "unknown" : request.evccid();
    Optional<Kept> kept = talk.view().paused().flatMap(p -> kept(talk, p, request, evccId));
    if (kept.isPresent()) {
      String id = request.header().sessionID().toHex();
      Session next =
          talk.next(Phase.PARAMETERS)
              .id(id)
              .evccId(evccId)
              .menu(kept.get().menu())
              .terms(kept.get().terms())
              .permit(kept.get().permit())
              .made();
      return welcome(talk, next, ResponseCode.OK_OLD_SESSION_JOINED, true);
    }
    String id = Ids.session(talk.scene().peer().entropy()).toHex();
    Session next = talk.next(Phase.AUTHORISATION_SETUP).id(id).evccId(evccId).made();
    return welcome(talk, next, ResponseCode.OK_NEW_SESSION_ESTABLISHED, false);
  }

  private static Step<Session, V2GMessage> welcome(
      Talk talk, Session next, ResponseCode code, boolean resumed) {
    return talk.say(next, new SessionSetupRes(talk.header(next.id()), code, talk.rating().evseId()))
        .act(new EvseAction.Begin(next.id(), next.evccId(), resumed))
        .note(
            "",
            "vehicle " + Pseudonym.of(next.evccId()) + (resumed ? " goes on after a pause" : ""));
  }

  private static Optional<Kept> kept(
      Talk talk, PausedSession paused, SessionSetupReq request, String evccId) {
    Bytes id = request.header().sessionID();
    if (!paused.schema().equals(PAUSED)
        || !id.equals(Bytes.of(paused.sessionId()))
        || !binding(talk, id, evccId).equals(Bytes.of(paused.vehicle()))) {
      return Optional.empty();
    }
    return FORM.read(paused.state());
  }

  /** What the EVSE keeps of this session until the vehicle comes back. */
  static PausedSession pause(Talk talk) {
    Session s = talk.session();
    Bytes id = Bytes.ofHex(s.id());
    byte[] state = FORM.write(new Kept(s.evccId(), s.menu(), s.terms(), s.permit()));
    Bytes vehicle = binding(talk, id, s.evccId());
    return new PausedSession(id.toArray(), vehicle.toArray(), PAUSED, state);
  }

  /**
   * Binds a session to its vehicle (V2G20-2545): SHA-512 over session id and SHA-512 over the
   * vehicle's certificate; without TLS, in laboratories, over the name that it gives itself.
   */
  private static Bytes binding(Talk talk, Bytes id, String evccId) {
    byte[] vehicle =
        talk.scene()
            .peer()
            .tls()
            .map(TlsSession::vehicle)
            .filter(chain -> !chain.isEmpty())
            .map(chain -> encoded(chain.get(0)))
            .orElse(evccId.getBytes(StandardCharsets.UTF_8));
    return Bytes.of(Ids.sha512(id.toArray(), Ids.sha512(vehicle)));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
