package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.charging.vehicle.dialect.Wording;

/** One of the two languages: what a dialect's bundle brings. Has no state; any thread. */
public interface Language extends Wording<Message> {

  Standard standard();

  VehicleProtocol protocol();

  /** Whether these bytes are the response of this kind, as an issuer of contracts gives it. */
  boolean answers(Kind kind, byte[] response);
}
