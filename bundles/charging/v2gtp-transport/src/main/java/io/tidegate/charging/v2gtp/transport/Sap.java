package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.api.vehicle.VehicleProtocol.Energy;
import io.tidegate.codec.exi.iso15118.sap.AppProtocol;
import io.tidegate.codec.exi.iso15118.sap.ResponseCode;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolRes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The protocol handshake (ISO 15118-20 §8.2): of what the vehicle offers and this EVSE can really
 * serve on this connection, the vehicle's lowest priority number. Stateless.
 */
final class Sap {
  static final String TLS_13 = "TLSv1.3";

  private Sap() {}

  /**
   * What a connection allows.
   *
   * @param tls empty on a plain connection
   * @param lab protocols that ask for TLS 1.3 are let in without
   */
  record Footing(Optional<TlsSession> tls, boolean lab) {

    boolean carries(VehicleProtocol protocol) {
      return lab
          || protocol.tls() == VehicleProtocol.Tls.OPTIONAL
          || tls.filter(t -> t.version().equals(TLS_13) && !t.vehicle().isEmpty()).isPresent();
    }
  }

  /**
   * What was agreed on.
   *
   * @param protocol as the dialect describes it
   * @param schemaId the vehicle's number for it
   */
  record Agreed(VehicleProtocol protocol, int schemaId, SupportedAppProtocolRes response) {}

  /** The answer when nothing fits. */
  static SupportedAppProtocolRes failed() {
    return new SupportedAppProtocolRes(ResponseCode.FAILED_NO_NEGOTIATION, null);
  }

  /** Empty when nothing fits. */
  static Optional<Agreed> agree(
      SupportedAppProtocolReq request, DialectRack rack, EvseRating rating, Footing footing) {
    return request.appProtocol().stream()
        .sorted(Comparator.comparingInt(AppProtocol::priority)) // stable: equals as they came
        .flatMap(offer -> one(offer, rack, rating, footing).stream())
        .findFirst();
  }

  private static Optional<Agreed> one(
      AppProtocol offer, DialectRack rack, EvseRating rating, Footing footing) {
    int major = (int) Math.min(Integer.MAX_VALUE, offer.versionNumberMajor());
    return rack.spoken(offer.protocolNamespace(), major)
        .filter(ours -> fits(ours.energy(), rating) && footing.carries(ours))
        .map(
            ours ->
                new Agreed(
                    ours,
                    offer.schemaID(),
                    new SupportedAppProtocolRes(
                        offer.versionNumberMinor() == ours.minor()
                            ? ResponseCode.OK_SUCCESSFUL_NEGOTIATION
                            : ResponseCode.OK_SUCCESSFUL_NEGOTIATION_WITH_MINOR_DEVIATION,
                        offer.schemaID())));
  }

  private static boolean fits(Energy energy, EvseRating rating) {
    return energy == Energy.ANY || (energy == Energy.DC) == rating.direct();
  }

  /** For the log: the namespaces that were offered, by falling preference. */
  static List<String> offered(SupportedAppProtocolReq request) {
    return request.appProtocol().stream()
        .sorted(Comparator.comparingInt(AppProtocol::priority))
        .map(offer -> offer.protocolNamespace().replaceAll("[^\\x21-\\x7e]", "?"))
        .toList();
  }
}
