package io.tidegate.charging.ocpp.transport;

import io.netty.handler.ssl.SslContext;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.charging.ocpp.transport.TransportConfig.TlsPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands beside the configuration: passwords, rules on certificates, and TLS keys from the key
 * ring. Taken anew when it has changed, for new handshakes; what cannot be read leaves the last
 * good state in force. {@link #refresh} on one worker at a time, getters on any thread.
 */
final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private final AtomicReference<KeyRing> ring = new AtomicReference<>();
  private volatile Credentials credentials = Credentials.NONE;
  private volatile CertificateRules rules = CertificateRules.NONE;
  private volatile Optional<SslContext> tls = Optional.empty();
  private volatile String credentialsProblem = "";
  private volatile String rulesProblem = "";
  private volatile String tlsProblem = "";
  private String credentialsStamp = "";
  private String rulesStamp = "";
  private Optional<TlsPlan> plan = Optional.empty();
  private long version = -1;

  /** Keys come from here. */
  void bind(KeyRing found) {
    ring.set(found);
  }

  /** The keys in force stay so. */
  void unbind(KeyRing gone) {
    ring.compareAndSet(gone, null);
  }

  void refresh(TransportConfig config) {
    Path file = config.security().credentials();
    String stamp = stamp(file);
    if (!stamp.equals(credentialsStamp)) {
      credentialsStamp = stamp;
      readCredentials(file);
    }
    Path certificates = config.security().certificates();
    String rulesNow = stamp(certificates);
    if (!rulesNow.equals(rulesStamp)) {
      rulesStamp = rulesNow;
      readRules(certificates);
    }
    readTls(config.tls());
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

  private void readRules(Path file) {
    try {
      rules = CertificateRules.read(file);
      rulesProblem = "";
    } catch (IOException e) {
      rulesProblem = OcppTransport.field("auth.certificates.file") + sentence(e);
      LOG.error("{}", rulesProblem);
    }
  }

  private void readTls(Optional<TlsPlan> wanted) {
    KeyRing keys = ring.get();
    if (plan.isPresent()
        && keys != null
        && !plan.map(TlsPlan::files).equals(wanted.map(TlsPlan::files))) {
      keys.forget(plan.get().files());
    }
    if (wanted.isEmpty()) {
      tls = Optional.empty();
      plan = wanted;
      tlsProblem = "";
      return;
    }
    try {
      if (keys == null) {
        throw new KeyRingException("the key ring is absent: is io.tidegate.core.keys installed?");
      }
      TlsMaterial material = keys.read(wanted.get().files());
      if (material.version() != version || !wanted.equals(plan)) {
        tls = Optional.of(Tls.context(wanted.get(), material, () -> rules));
        version = material.version();
        plan = wanted;
        LOG.info("New handshakes are done with the keys of {}", wanted.get().files().keys());
      }
      tlsProblem = "";
    } catch (KeyRingException | GeneralSecurityException e) {
      failed(OcppTransport.field("tls.keystore") + sentence(e));
    }
  }

  private void failed(String problem) {
    if (!problem.equals(tlsProblem)) {
      LOG.error("{}", problem);
    }
    tlsProblem = problem;
  }

  private static String sentence(Exception e) {
    return e instanceof KeyRingException
        ? e.getMessage()
        : e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
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

  CertificateRules rules() {
    return rules;
  }

  Optional<SslContext> tls() {
    return tls;
  }

  /** A sentence naming file and field; empty when all is read. */
  String problem() {
    if (!credentialsProblem.isEmpty()) {
      return credentialsProblem;
    }
    return rulesProblem.isEmpty() ? tlsProblem : rulesProblem;
  }
}
