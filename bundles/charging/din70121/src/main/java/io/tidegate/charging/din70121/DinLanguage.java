package io.tidegate.charging.din70121;

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
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.din.Body;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.DinExi;
import io.tidegate.codec.exi.iso15118.din.MessageHeader;
import io.tidegate.codec.exi.iso15118.din.ResponseCode;
import io.tidegate.codec.exi.iso15118.din.V2GMessage;
import java.util.Optional;

/** DIN 70121, to the machine's words and back. */
final class DinLanguage implements Language {
  static final VehicleProtocol PROTOCOL =
      new VehicleProtocol(
          "urn:din:70121:2012:MsgDef",
          2,
          0,
          VehicleProtocol.Energy.DC,
          VehicleProtocol.Tls.OPTIONAL);

  @Override
  public Standard standard() {
    return Standard.DIN;
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
      return Optional.of(request((V2GMessage) DinExi.SET.decode(message), false));
    } catch (ExiException e) {
      if (e.reason() != ExiException.Reason.RANGE) {
        throw e;
      }
      return Optional.of(request((V2GMessage) DinExi.SET.decodeClamping(message), true));
    }
  }

  private static Message request(V2GMessage message, boolean clamped) {
    return new Request(
        message.header().sessionID(), clamped, Reading.of(message.body().bodyElement()));
  }

  @Override
  public byte[] encode(int payloadType, Message message) {
    Reply reply = (Reply) message;
    ResponseCode code = code(reply.verdict());
    BodyElement body =
        reply.say() instanceof Say.Refusal refusal
            ? Refusing.of(code, refusal)
            : Writing.of(code, reply.say());
    return DinExi.SET.encode(
        new V2GMessage(new MessageHeader(reply.session(), null, null), new Body(body)));
  }

  @Override
  public boolean answers(Kind kind, byte[] response) {
    return false;
  }

  static ResponseCode code(Verdict verdict) {
    return switch (verdict) {
      case FAILED_WRONG_ENERGY_TRANSFER_MODE -> ResponseCode.FAILED_WRONG_ENERGY_TRANSFER_TYPE;
      case FAILED_CONTACTOR_ERROR -> ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED;
      case FAILED_NO_CHARGE_SERVICE_SELECTED -> ResponseCode.FAILED_SERVICE_SELECTION_INVALID;
      case FAILED_CERTIFICATE_REVOKED, FAILED_CERTIFICATE_NOT_ALLOWED_AT_THIS_EVSE ->
          ResponseCode.FAILED;
      default -> ResponseCode.valueOf(verdict.name());
    };
  }

  @Override
  public String name(Message message) {
    if (message instanceof Reply reply) {
      return name(reply.say().kind()) + "Res " + code(reply.verdict()).wire();
    }
    return name(((Request) message).ask().kind()) + "Req";
  }

  /** Two pairs of messages have other names here. */
  private static String name(Kind kind) {
    return switch (kind) {
      case AUTHORIZATION -> "ContractAuthentication";
      case PAYMENT_SERVICE_SELECTION -> "ServicePaymentSelection";
      default -> kind.label();
    };
  }
}
