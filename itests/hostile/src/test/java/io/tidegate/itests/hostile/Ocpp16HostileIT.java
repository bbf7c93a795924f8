package io.tidegate.itests.hostile;

import java.util.List;

/** The rows over OCPP 1.6. */
final class Ocpp16HostileIT extends HostileRows {
  static final List<Version> VERSIONS = List.of(Version.OCPP_1_6);

  Ocpp16HostileIT() {
    super(VERSIONS);
  }
}
