package io.tidegate.core.site;

import java.util.Optional;

/** The version of OCPP that a station is spoken to in, as the site file names it. */
enum OcppVersion {
  NEWEST("newest"),
  V1_6("1.6"),
  V2_0_1("2.0.1"),
  V2_1("2.1");

  private final String word;

  OcppVersion(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** Empty: whatever is newest. */
  Optional<String> subprotocol() {
    return this == NEWEST ? Optional.empty() : Optional.of("ocpp" + word);
  }
}
