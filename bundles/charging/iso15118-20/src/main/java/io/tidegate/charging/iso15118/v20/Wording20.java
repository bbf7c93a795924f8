package io.tidegate.charging.iso15118.v20;

import io.tidegate.charging.vehicle.dialect.Wording;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.ac.AcExi;
import io.tidegate.codec.exi.iso15118.ac.AcMessage;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.CmMessage;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.dc.DcExi;
import io.tidegate.codec.exi.iso15118.dc.DcMessage;
import java.util.Optional;

/** Messages of the sets CommonMessages, AC and DC, and their side streams. */
final class Wording20 implements Wording<V2GMessage> {

  @Override
  public Optional<V2GMessage> decode(int payloadType, byte[] message) throws ExiException {
    return switch (payloadType) {
      case Payloads.COMMON -> Optional.of((V2GMessage) CmExi.SET.decode(message));
      case Payloads.AC -> Optional.of((V2GMessage) AcExi.SET.decode(message));
      case Payloads.DC -> Optional.of((V2GMessage) DcExi.SET.decode(message));
      case Payloads.SCHEDULE_RENEGOTIATION ->
          CmExi.SET.decode(message) instanceof ScheduleExchangeReq request
              ? Optional.of(request)
              : Optional.empty();
      case Payloads.METERING_CONFIRMATION ->
          CmExi.SET.decode(message) instanceof MeteringConfirmationReq request
              ? Optional.of(request)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  @Override
  public byte[] encode(int payloadType, V2GMessage message) {
    if (message instanceof CmMessage common) {
      return CmExi.SET.encode(common);
    } else if (message instanceof AcMessage ac) {
      return AcExi.SET.encode(ac);
    }
    return DcExi.SET.encode((DcMessage) message);
  }

  @Override
  public String name(V2GMessage message) {
    String name = message.getClass().getSimpleName();
    return message instanceof V2GResponse response
        ? name + ' ' + response.responseCode().wire()
        : name;
  }
}
