package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.Peer;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is served (block B). A station of the site file is accepted when it boots, and that is
 * remembered: when it reconnects without booting it is served all the same (S2). A station that the
 * site file does not list has to wait, since nobody has planned for its power.
 */
final class Entrance {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final int POLICY_VIOLATION = 1008;

  private final SiteModel model;
  private final Acceptance acceptance;
  private final Welcome welcome;
  private final Watchman watchman;
  private final InstantSource time;
  private final Supplier<DialectSettings> settings;
  private final Makes makes;

  Entrance(
      SiteModel model,
      Acceptance acceptance,
      Welcome welcome,
      Watchman watchman,
      InstantSource time,
      Supplier<DialectSettings> settings,
      Makes makes) {
    this.makes = makes;
    this.model = model;
    this.acceptance = acceptance;
    this.welcome = welcome;
    this.watchman = watchman;
    this.time = time;
    this.settings = settings;
  }

  /** A connection begins, or comes over from another version. */
  void arrived(Line line) {
    if (expired(line)) {
      line.change(s -> s.standing(Standing.PENDING));
      return;
    }
    if (line.inherited() && line.state().standing() != Standing.UNKNOWN) {
      welcome.resume(line);
      return;
    }
    if (listed(line)) {
      acceptance
          .known(line.station())
          .thenAccept(
              known -> {
                if (known) {
                  acceptOnce(line);
                } else if (!makes.of(line.station()).bootsOnReconnect()) {
                  welcome.askToBoot(line);
                }
              });
    }
  }

  private void acceptOnce(Line line) {
    boolean[] first = {false};
    line.change(
        s -> {
          first[0] = s.standing() == Standing.UNKNOWN;
          return first[0] ? s.standing(Standing.ACCEPTED) : s;
        });
    if (first[0]) {
      LOG.info("Station {} is back; it was accepted before", line.station());
      welcome.accept(line, false);
    }
  }

  /** Whether a request other than a boot is served now (S1, S2). */
  CompletionStage<Boolean> admits(Line line) {
    return switch (line.state().standing()) {
      case ACCEPTED -> CompletableFuture.completedStage(true);
      case PENDING -> CompletableFuture.completedStage(false);
      case UNKNOWN ->
          acceptance
              .known(line.station())
              .thenApply(
                  known -> {
                    if (known && listed(line)) {
                      acceptOnce(line);
                      return true;
                    }
                    welcome.askToBoot(line);
                    return false;
                  });
    };
  }

  CompletionStage<Answer> boot(Line line, BootNotificationRequest boot) {
    if (wrongCertificate(line.mailbox().peer(), boot)) {
      LOG.warn(
          "Station {} booted with the serial number of another: closed (B01.FR.12)",
          line.station());
      watchman.raise(
          SecurityEvent.Type.SERIAL_NUMBER_MISMATCH,
          line,
          "The serial number in its boot is not its certificate's");
      line.mailbox().close(POLICY_VIOLATION, "serial number does not match the certificate");
      return Answer.of(response(line, RegistrationStatus.REJECTED, "WrongSerialNumber"));
    }
    if (expired(line)) {
      LOG.warn(
          "Station {} must wait: its certificate has expired and has to be renewed (A00.FR.429)",
          line.station());
      line.change(s -> s.standing(Standing.PENDING));
      return CompletableFuture.completedStage(
          new Answer(
              response(line, RegistrationStatus.PENDING, "CertificateExpired"),
              () -> welcome.askToRenew(line)));
    }
    if (!listed(line)) {
      LOG.warn(
          "Station {} must wait: config/site.yaml, field stations does not list it",
          line.station());
      line.change(s -> s.standing(Standing.PENDING));
      return Answer.of(response(line, RegistrationStatus.PENDING, "NotInSiteFile"));
    }
    LOG.info(
        "Station {} booted ({}): {} {}, firmware {}",
        line.station(),
        boot.reason(),
        printable(boot.chargingStation().vendorName()),
        printable(boot.chargingStation().model()),
        printable(boot.chargingStation().firmwareVersion().orElse("not named")));
    makes.booted(line.station(), boot.chargingStation());
    return acceptance
        .remember(line.station())
        .thenApply(
            done -> {
              line.change(
                  s -> s.standing(Standing.ACCEPTED).rebooted().clock(s.clock().unsettled()));
              return new Answer(
                  response(line, RegistrationStatus.ACCEPTED, ""),
                  () -> welcome.accept(line, true));
            });
  }

  private BootNotificationResponse response(Line line, RegistrationStatus status, String reason) {
    int interval =
        status == RegistrationStatus.ACCEPTED
            ? settings.get().heartbeatOf(line.station())
            : (int) settings.get().bootRetry().toSeconds();
    return new BootNotificationResponse(
        Stamp.of(time.instant()),
        interval,
        status,
        reason.isEmpty()
            ? Optional.empty()
            : Optional.of(new StatusInfo(reason, Optional.empty())));
  }

  private boolean listed(Line line) {
    return model.station(line.station()).isPresent();
  }

  /**
   * The transport has held the CN against the identity already: a boot without a serial number
   * takes nothing away from that (B01.FR.11).
   */
  private static boolean wrongCertificate(Peer peer, BootNotificationRequest boot) {
    return peer.certificateCommonName()
        .flatMap(name -> boot.chargingStation().serialNumber().filter(s -> !s.equals(name)))
        .isPresent();
  }

  static boolean expired(Line line) {
    return line.mailbox().peer().certificateExpired();
  }

  /** A station's own text in one line of the log. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
