package io.tidegate.itests.hostile;

import java.util.List;

/** The rows over OCPP 2.0.1 and 2.1, on one gateway. */
final class Ocpp2HostileIT extends HostileRows {
  static final List<Version> VERSIONS = List.of(Version.OCPP_2_0_1, Version.OCPP_2_1);

  Ocpp2HostileIT() {
    super(VERSIONS);
  }
}
