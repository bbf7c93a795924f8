package io.tidegate.itests.hostile;

/** The rows over OCPP 2.0.1. */
final class Ocpp201HostileIT extends HostileRows {
  Ocpp201HostileIT() {
    super(Version.OCPP_2_0_1);
  }
}
