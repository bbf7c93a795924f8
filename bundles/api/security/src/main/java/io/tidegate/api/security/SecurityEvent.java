package io.tidegate.api.security;

import java.time.Instant;

/**
 * Something that should not have happened, as the gateway saw it or a station reported it.
 *
 * @param number rises over the life of the gateway
 * @param type one of {@link Type}, or the name a station gave (at most 50 characters)
 * @param station identity when it is known, else empty
 * @param remote address it came from, else empty
 * @param detail a sentence without secrets, at most 255 characters
 * @param first when it was first seen
 * @param last when it was last seen
 * @param count how often within a minute of each other
 */
public record SecurityEvent(
    long number,
    String type,
    String station,
    String remote,
    String detail,
    Instant first,
    Instant last,
    long count) {

  /** Names of OCPP 2.x part 2, appendix 1, as far as a CSMS can see them; and our own. */
  public enum Type {
    /** Credentials or certificate do not belong to the identity (A00, H11). */
    FAILED_TO_AUTHENTICATE_AT_CSMS("FailedToAuthenticateAtCsms"),
    /** TLS below 1.2 (A00.FR.315). */
    INVALID_TLS_VERSION("InvalidTLSVersion"),
    /** No suite in common (A00.FR.322). */
    INVALID_TLS_CIPHER_SUITE("InvalidTLSCipherSuite"),
    /** Missing, expired, of another issuer or organisation (A00.FR.404–408). */
    INVALID_CHARGING_STATION_CERTIFICATE("InvalidChargingStationCertificate"),
    /** Messages that cannot be read. */
    INVALID_MESSAGES("InvalidMessages"),
    /** A message that was said before is said again with other content. */
    ATTEMPTED_REPLAY_ATTACKS("AttemptedReplayAttacks"),
    /** Ours: a station came with a lower security profile than before (A05). */
    SECURITY_PROFILE_DOWNGRADE("SecurityProfileDowngrade"),
    /** Ours: the serial number it booted with is not its certificate's (B01.FR.12). */
    SERIAL_NUMBER_MISMATCH("SerialNumberMismatch"),
    /** Ours: an operator let a station come with a lower profile again. */
    SECURITY_PROFILE_RESET("SecurityProfileReset");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** As OCPP spells it. */
    public String text() {
      return text;
    }
  }
}
