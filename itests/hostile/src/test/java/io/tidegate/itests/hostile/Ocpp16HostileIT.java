package io.tidegate.itests.hostile;

import org.junit.jupiter.api.Tag;

/** The rows over OCPP 1.6. */
@Tag("long")
final class Ocpp16HostileIT extends HostileRows {
  Ocpp16HostileIT() {
    super(Version.OCPP_1_6);
  }
}
