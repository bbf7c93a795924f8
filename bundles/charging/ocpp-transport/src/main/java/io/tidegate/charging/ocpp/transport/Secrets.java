package io.tidegate.charging.ocpp.transport;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read from files beside the configuration: passwords and TLS keys. Read again when a file
 * has changed; what cannot be read leaves the last good state in force. {@link #refresh} on one
 * worker at a time, getters on any thread.
 */
final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private volatile Credentials credentials = Credentials.NONE;
  private volatile Optional<SslContext> tls = Optional.empty();
  private volatile String credentialsProblem = "";
  private volatile String tlsProblem = "";
  private List<String> credentialsStamp = List.of();
  private List<String> tlsStamp = List.of();

  void refresh(TransportConfig config) {
    Path file = config.security().credentials();
    List<String> stamp = List.of(stamp(file));
    if (!stamp.equals(credentialsStamp)) {
      credentialsStamp = stamp;
      readCredentials(file);
    }
    List<String> now = new ArrayList<>();
    config
        .tls()
        .ifPresent(
            files -> {
              now.add(files.toString());
              now.add(stamp(files.keystore()));
              now.add(stamp(files.passwordFile()));
              files.truststore().ifPresent(path -> now.add(stamp(path)));
            });
    if (!now.equals(tlsStamp)) {
      tlsStamp = now;
      readTls(config);
    }
  }

  private void readCredentials(Path file) {
    try {
      credentials = Credentials.read(file);
      credentialsProblem = "";
      LOG.info("{} stations in {}", credentials.lines().size(), file.getFileName());
    } catch (IOException e) {
      credentialsProblem = OcppTransport.field("auth.file") + sentence(e);
      LOG.error("{}", credentialsProblem);
    }
  }

  private void readTls(TransportConfig config) {
    try {
      tls =
          config.tls().isPresent()
              ? Optional.of(Tls.context(config.tls().get()))
              : Optional.empty();
      tlsProblem = "";
    } catch (IOException | GeneralSecurityException e) {
      tlsProblem = OcppTransport.field("tls.keystore") + sentence(e);
      LOG.error("{}", tlsProblem);
    }
  }

  private static String sentence(Exception e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }

  private static String stamp(Path file) {
    try {
      return file + "@" + Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
    } catch (IOException e) {
      return file + " is missing";
    }
  }

  Credentials credentials() {
    return credentials;
  }

  Optional<SslContext> tls() {
    return tls;
  }

  /** A sentence naming file and field; empty when all is read. */
  String problem() {
    return credentialsProblem.isEmpty() ? tlsProblem : credentialsProblem;
  }
}
