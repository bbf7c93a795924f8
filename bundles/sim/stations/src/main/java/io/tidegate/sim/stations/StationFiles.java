package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.v21.Firmware;
import io.tidegate.codec.ocpp.json.v21.FirmwareStatus;
import io.tidegate.codec.ocpp.json.v21.FirmwareStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.GetLogRequest;
import io.tidegate.codec.ocpp.json.v21.GetLogResponse;
import io.tidegate.codec.ocpp.json.v21.LogStatus;
import io.tidegate.codec.ocpp.json.v21.LogStatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateFirmwareRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateFirmwareResponse;
import io.tidegate.codec.ocpp.json.v21.UpdateFirmwareStatus;
import io.tidegate.codec.ocpp.json.v21.UploadLogStatus;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches firmware and uploads its log over real HTTP, and says how far it is. A signature is
 * checked before the firmware is installed (L01).
 */
final class StationFiles {
  private static final Logger LOG = LoggerFactory.getLogger(StationFiles.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final SimulatedStation station;
  private final HttpClient http;
  private final Executor simulation;
  private String firmware = "1.0.0";

  StationFiles(SimulatedStation station, HttpClient http, Executor simulation) {
    this.station = station;
    this.http = http;
    this.simulation = simulation;
  }

  /** What is installed: a version at first, then the hash code of the installed bytes. */
  String firmware() {
    return firmware;
  }

  UpdateFirmwareResponse update(UpdateFirmwareRequest request) {
    simulation.execute(() -> fetch(request));
    return new UpdateFirmwareResponse(UpdateFirmwareStatus.ACCEPTED, Optional.empty());
  }

  private void fetch(UpdateFirmwareRequest request) {
    say(request, FirmwareStatus.DOWNLOADING);
    var unused =
        http.sendAsync(
                HttpRequest.newBuilder(URI.create(request.firmware().location()))
                    .timeout(DEADLINE)
                    .build(),
                BodyHandlers.ofByteArray())
            .whenCompleteAsync((answer, failure) -> fetched(request, answer, failure), simulation);
  }

  private void fetched(
      UpdateFirmwareRequest request, HttpResponse<byte[]> answer, Throwable failure) {
    if (failure != null || answer.statusCode() != 200) {
      LOG.warn("{}: no firmware: {}", station.id(), failure == null ? answer : failure);
      say(request, FirmwareStatus.DOWNLOAD_FAILED);
      return;
    }
    say(request, FirmwareStatus.DOWNLOADED);
    if (request.firmware().signature().isPresent()) {
      boolean good = genuine(request.firmware(), answer.body());
      say(request, good ? FirmwareStatus.SIGNATURE_VERIFIED : FirmwareStatus.INVALID_SIGNATURE);
      if (!good) {
        return;
      }
    }
    say(request, FirmwareStatus.INSTALLING);
    firmware = Integer.toHexString(java.util.Arrays.hashCode(answer.body()));
    say(request, FirmwareStatus.INSTALLED);
  }

  private static boolean genuine(Firmware firmware, byte[] bytes) {
    try {
      var certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      firmware
                          .signingCertificate()
                          .orElse("")
                          .getBytes(StandardCharsets.US_ASCII)));
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(certificate.getPublicKey());
      check.update(bytes);
      return check.verify(Base64.getDecoder().decode(firmware.signature().orElse("")));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      LOG.warn("A signature cannot be checked: {}", e.toString());
      return false;
    }
  }

  private void say(UpdateFirmwareRequest request, FirmwareStatus status) {
    station.send(
        new FirmwareStatusNotificationRequest(status, OptionalInt.of(request.requestId())));
  }

  GetLogResponse upload(GetLogRequest request) {
    simulation.execute(() -> put(request));
    return new GetLogResponse(
        LogStatus.ACCEPTED, Optional.of(station.id() + ".log"), Optional.empty());
  }

  private void put(GetLogRequest request) {
    say(request, UploadLogStatus.UPLOADING);
    String log =
        (station.now() + " " + request.logType() + " of " + station.id() + "\n").repeat(50);
    var unused =
        http.sendAsync(
                HttpRequest.newBuilder(URI.create(request.log().remoteLocation()))
                    .timeout(DEADLINE)
                    .PUT(BodyPublishers.ofString(log))
                    .build(),
                BodyHandlers.discarding())
            .whenCompleteAsync(
                (answer, failure) ->
                    say(
                        request,
                        failure == null && answer.statusCode() < 300
                            ? UploadLogStatus.UPLOADED
                            : UploadLogStatus.UPLOAD_FAILURE),
                simulation);
  }

  private void say(GetLogRequest request, UploadLogStatus status) {
    station.send(new LogStatusNotificationRequest(status, OptionalInt.of(request.requestId())));
  }
}
