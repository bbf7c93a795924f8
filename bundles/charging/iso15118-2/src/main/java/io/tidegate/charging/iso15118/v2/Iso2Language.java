package io.tidegate.charging.iso15118.v2;

import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.charging.vehicle.classic.Kind;
import io.tidegate.charging.vehicle.classic.Language;
import io.tidegate.charging.vehicle.classic.Message;
import io.tidegate.charging.vehicle.classic.Reply;
import io.tidegate.charging.vehicle.classic.Request;
import io.tidegate.charging.vehicle.classic.Say;
import io.tidegate.charging.vehicle.classic.Secc;
import io.tidegate.charging.vehicle.classic.Standard;
import io.tidegate.charging.vehicle.classic.Verdict;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.iso2.Body;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.iso2.CertificateUpdateRes;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.MessageHeader;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.V2GMessage;
import java.util.Optional;

/** ISO 15118-2, to the machine's words and back. */
final class Iso2Language implements Language {
  static final VehicleProtocol PROTOCOL =
      new VehicleProtocol(
          "urn:iso:15118:2:2013:MsgDef",
          2,
          0,
          VehicleProtocol.Energy.ANY,
          VehicleProtocol.Tls.OPTIONAL);

  @Override
  public Standard standard() {
    return Standard.ISO_2;
  }

  @Override
  public VehicleProtocol protocol() {
    return PROTOCOL;
  }

  @Override
  public Optional<Message> decode(int payloadType, byte[] message) throws ExiException {
    if (payloadType != Secc.PAYLOAD) {
      return Optional.empty();
    }
    try {
      return Optional.of(request((V2GMessage) Iso2Exi.SET.decode(message), message, false));
    } catch (ExiException e) {
      if (e.reason() != ExiException.Reason.RANGE) {
        throw e;
      }
      return Optional.of(request((V2GMessage) Iso2Exi.SET.decodeClamping(message), message, true));
    }
  }

  private static Message request(V2GMessage message, byte[] document, boolean clamped) {
    return new Request(
        message.header().sessionID(), clamped, Reading.of(message, Bytes.of(document)));
  }

  @Override
  public byte[] encode(int payloadType, Message message) {
    Reply reply = (Reply) message;
    if (reply.say() instanceof Say.Certificate certificate) {
      return Iso2Exi.SET.encode(relayed(reply, certificate));
    }
    ResponseCode code = code(reply.verdict());
    BodyElement body =
        reply.say() instanceof Say.Refusal refusal
            ? Refusing.of(code, refusal)
            : Writing.of(code, reply.say());
    return Iso2Exi.SET.encode(
        new V2GMessage(new MessageHeader(reply.session(), null, null), new Body(body)));
  }

  /** The issuer's signature stays in the header, the session becomes this one. */
  private static V2GMessage relayed(Reply reply, Say.Certificate certificate) {
    try {
      V2GMessage issued = (V2GMessage) Iso2Exi.SET.decode(certificate.document().toArray());
      return new V2GMessage(
          new MessageHeader(reply.session(), null, issued.header().signature()), issued.body());
    } catch (ExiException e) {
      throw new IllegalStateException("what was read before cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean answers(Kind kind, byte[] response) {
    try {
      BodyElement body = ((V2GMessage) Iso2Exi.SET.decode(response)).body().bodyElement();
      return kind == Kind.CERTIFICATE_UPDATE
          ? body instanceof CertificateUpdateRes
          : body instanceof CertificateInstallationRes;
    } catch (ExiException e) {
      return false;
    }
  }

  static ResponseCode code(Verdict verdict) {
    return ResponseCode.valueOf(verdict.name());
  }

  @Override
  public String name(Message message) {
    if (message instanceof Reply reply) {
      return reply.say().kind().label() + "Res " + code(reply.verdict()).wire();
    }
    return ((Request) message).ask().kind().label() + "Req";
  }
}
