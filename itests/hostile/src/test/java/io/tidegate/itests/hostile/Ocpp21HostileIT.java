package io.tidegate.itests.hostile;

import org.junit.jupiter.api.Tag;

/** The rows over OCPP 2.1. */
@Tag("long")
final class Ocpp21HostileIT extends HostileRows {
  Ocpp21HostileIT() {
    super(Version.OCPP_2_1);
  }
}
