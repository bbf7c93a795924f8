package io.tidegate.itests.hostile;

/** The rows over OCPP 1.6. */
final class Ocpp16HostileIT extends HostileRows {
  Ocpp16HostileIT() {
    super(Version.OCPP_1_6);
  }
}
