package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.charging.v2gtp.transport.TlsKeys.Chain;
import io.tidegate.charging.v2gtp.transport.TlsKeys.Kind;
import io.tidegate.charging.v2gtp.transport.TransportConfig.TlsPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS keys from the key ring, revocation lists and staples from files: taken anew when something
 * has changed, for new handshakes; what cannot be read leaves the last good state in force. {@link
 * #refresh} on one worker at a time, getters on any thread.
 */
final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final long MOST_BYTES = 16 * 1024 * 1024;
  private static final int MOST_FILES = 1000;

  private final AtomicReference<KeyRing> ring = new AtomicReference<>();
  private final Set<TlsFiles> asked = new LinkedHashSet<>();
  private volatile Optional<TlsKeys> keys = Optional.empty();
  private volatile String problem = "";
  private volatile String warning = "";
  private List<String> stamp = List.of();
  private BcTlsCrypto crypto;

  /** Keys come from here. */
  void bind(KeyRing found) {
    ring.set(found);
  }

  /** The keys in force stay so. */
  void unbind(KeyRing gone) {
    ring.compareAndSet(gone, null);
  }

  void refresh(TransportConfig config) {
    KeyRing from = ring.get();
    if (config.tls() == TransportConfig.Tls.OFF || config.keys().isEmpty()) {
      forget(from, Set.of());
      keys = Optional.empty();
      stamp = List.of();
      problem = "";
      warning = "";
      return;
    }
    try {
      if (from == null) {
        throw new KeyRingException("the key ring is absent: is io.tidegate.core.keys installed?");
      }
      read(from, config, config.keys().get());
      problem = "";
    } catch (KeyRingException e) {
      failed(V2gtpTransport.field("tls.keystore") + e.getMessage());
    } catch (IOException | GeneralSecurityException e) {
      failed(
          V2gtpTransport.field("tls.crls") + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** What was read of the key ring. */
  private record Material(String source, TlsMaterial material) {}

  private void read(KeyRing from, TransportConfig config, TlsPlan plan)
      throws KeyRingException, IOException, GeneralSecurityException {
    List<Material> own = new ArrayList<>();
    Set<TlsFiles> wanted = new LinkedHashSet<>();
    List<String> now = new ArrayList<>(List.of(config.profile().name()));
    for (String name : plan.keystore()) {
      TlsFiles files = new TlsFiles(List.of(name), plan.passwordFile(), List.of());
      wanted.add(files);
      own.add(new Material(name, from.read(files)));
    }
    List<X509Certificate> roots = List.of();
    if (!plan.truststore().isEmpty()) {
      TlsFiles files = new TlsFiles(List.of(), plan.passwordFile(), plan.truststore());
      wanted.add(files);
      TlsMaterial trusted = from.read(files);
      roots = trusted.trusted();
      now.add("trusted " + trusted.version());
    }
    own.forEach(o -> now.add(o.source + ' ' + o.material.version()));
    List<Path> lists = files(plan.crls());
    List<Path> responses = files(plan.ocsp());
    for (Path each : lists) {
      now.add(stampOf(each));
    }
    for (Path each : responses) {
      now.add(stampOf(each));
    }
    now.add("hour " + Instant.now().getEpochSecond() / 3600); // staples end, too
    forget(from, wanted);
    if (now.equals(stamp) && keys.isPresent()) {
      return;
    }
    Staples staples = Staples.read(responses, Instant.now());
    List<Chain> chains = chains(own, staples);
    if (crypto == null) {
      crypto = new BcTlsCrypto(new SecureRandom());
    }
    keys =
        Optional.of(
            new TlsKeys(chains, new VehicleTrust(roots, revoked(lists)), config.profile(), crypto));
    stamp = List.copyOf(now);
    warning = staples.warning();
    LOG.info(
        "New handshakes use {} chains of {}, {} roots of vehicles, {} OCSP responses",
        chains.size(),
        plan.keystore(),
        roots.size(),
        responses.size());
  }

  private static List<Chain> chains(List<Material> own, Staples staples) throws KeyRingException {
    List<Chain> chains = new ArrayList<>();
    for (Material each : own) {
      for (X509Certificate certificate : each.material.certificates()) {
        String type = certificate.getPublicKey().getAlgorithm();
        String[] aliases = each.material.keys().getServerAliases(type, null);
        Kind kind =
            Kind.of(certificate)
                .orElseThrow(
                    () ->
                        new KeyRingException(
                            each.source
                                + " holds a key that vehicles cannot verify: P-256, P-521 or Ed448"
                                + " is needed"));
        if (aliases != null && aliases.length > 0) {
          chains.add(chain(each, aliases[0], kind, staples));
        }
      }
    }
    return chains;
  }

  private static Chain chain(Material from, String alias, Kind kind, Staples staples) {
    List<X509Certificate> certificates =
        new ArrayList<>(List.of(from.material.keys().getCertificateChain(alias)));
    if (certificates.size() > 1) {
      certificates.removeIf(c -> c.getSubjectX500Principal().equals(c.getIssuerX500Principal()));
    }
    return new Chain(
        from.source,
        from.material.keys().getPrivateKey(alias),
        certificates,
        kind,
        certificates.stream().map(staples::of).toList());
  }

  private static List<X509CRL> revoked(List<Path> files)
      throws IOException, GeneralSecurityException {
    List<X509CRL> lists = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (CRL each :
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes))) {
        lists.add((X509CRL) each);
      }
    }
    return lists;
  }

  /** Files, and those in folders, by name. */
  private static List<Path> files(List<Path> named) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path each : named) {
      if (Files.isDirectory(each)) {
        try (Stream<Path> inside = Files.list(each)) {
          inside.filter(Files::isRegularFile).sorted().limit(MOST_FILES).forEach(found::add);
        }
      } else {
        found.add(each);
      }
    }
    for (Path each : found) {
      if (Files.size(each) > MOST_BYTES) {
        throw new IOException(each + " is larger than 16 MiB");
      }
    }
    return found;
  }

  private static String stampOf(Path file) throws IOException {
    return file + "@" + Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
  }

  private void forget(KeyRing from, Set<TlsFiles> wanted) {
    if (from != null) {
      asked.stream().filter(f -> !wanted.contains(f)).forEach(from::forget);
    }
    asked.clear();
    asked.addAll(wanted);
  }

  private void failed(String sentence) {
    if (!sentence.equals(problem)) {
      LOG.error("{}", sentence);
    }
    problem = sentence;
  }

  /** For new handshakes; empty while there are none, or TLS is off. */
  Optional<TlsKeys> keys() {
    return keys;
  }

  /** A sentence naming file and field; empty when all is read. */
  String problem() {
    return problem;
  }

  /** A sentence on what will not work for long; empty when there is nothing. */
  String warning() {
    return warning;
  }
}
