package io.tidegate.core.keys;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files' material, read when they change, the last good one kept. {@link #read} blocks for the
 * disk and admits one caller at a time; what operators see is a snapshot.
 */
final class Ring implements KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(Ring.class);
  private static final int MOST = 64;
  private static final AtomicLong VERSIONS = new AtomicLong();

  private final Path home;
  private final Supplier<KeySettings> settings;
  private final AtomicLong reloads = new AtomicLong();
  private final Map<TlsFiles, Kept> kept = new LinkedHashMap<>();
  private volatile List<Kept> snapshot = List.of();
  private Optional<KeySettings.TokenFile> openedFor = Optional.empty();
  private Token token;

  Ring(Path home, Supplier<KeySettings> settings) {
    this.home = home;
    this.settings = settings;
  }

  /**
   * One endpoint's files.
   *
   * @param problem with the newest state of the files; empty when the material is from them
   * @param exposure that files with keys are open to others; empty when not
   */
  record Kept(
      List<String> stamp,
      Optional<TlsMaterial> material,
      List<Entry> entries,
      String problem,
      String exposure) {}

  /** What was read in one go. */
  private record Fresh(TlsMaterial material, List<Entry> entries, String exposure) {}

  @Override
  public synchronized TlsMaterial read(TlsFiles files) throws KeyRingException {
    Kept before = kept.get(files);
    if (before == null && kept.size() >= MOST) {
      throw new KeyRingException("more than " + MOST + " endpoints ask for keys");
    }
    List<String> stamp = stamp(files);
    boolean retry =
        before != null
            && !before.problem.isEmpty()
            && files.keys().stream().anyMatch(Ring::onToken);
    if (before == null || retry || !before.stamp.equals(stamp)) {
      before = take(files, stamp, before);
    }
    String problem = before.problem;
    return before.material.orElseThrow(() -> new KeyRingException(problem));
  }

  private Kept take(TlsFiles files, List<String> stamp, Kept before) {
    Kept now;
    try {
      Fresh fresh = fresh(files);
      now = new Kept(stamp, Optional.of(fresh.material), fresh.entries, "", fresh.exposure);
      LOG.info(
          "Keys of {} read: {} certificates of our own, {} trusted",
          files.keys(),
          fresh.material.certificates().size(),
          fresh.material.trusted().size());
    } catch (KeyRingException e) {
      now =
          new Kept(
              stamp,
              before == null ? Optional.empty() : before.material,
              before == null ? List.of() : before.entries,
              e.getMessage(),
              "");
      if (before == null || !before.problem.equals(now.problem)) {
        LOG.error(
            "{}; {}",
            now.problem,
            now.material.isPresent()
                ? "the last good ones stay in force"
                : "nothing else is there");
      }
    }
    kept.put(files, now);
    snapshot = List.copyOf(kept.values());
    return now;
  }

  private Fresh fresh(TlsFiles files) throws KeyRingException {
    char[] password = password(files.passwordFile());
    List<KeyEntry> keys = new ArrayList<>();
    String exposure = "";
    for (String name : files.keys()) {
      if (onToken(name)) {
        keys.addAll(token().keys(name.substring(Token.SCHEME.length())));
      } else {
        KeyFile file = new KeyFile(name, home.resolve(name));
        keys.addAll(file.keys(password));
        exposure = exposure.isEmpty() ? file.exposure() : exposure;
      }
    }
    List<Entry> entries = new ArrayList<>();
    keys.forEach(k -> entries.add(entry(k.source(), false, k.certificate())));
    List<X509Certificate> trusted = new ArrayList<>();
    for (String name : files.trusted()) {
      for (X509Certificate each : new KeyFile(name, home.resolve(name)).certificates(password)) {
        trusted.add(each);
        entries.add(entry(name, true, each));
      }
    }
    List<X509Certificate> own = keys.stream().map(KeyEntry::certificate).toList();
    TlsMaterial material =
        new TlsMaterial(VERSIONS.incrementAndGet(), new ServerKeys(keys), own, trusted);
    return new Fresh(material, List.copyOf(entries), exposure);
  }

  private static boolean onToken(String name) {
    return name.startsWith(Token.SCHEME);
  }

  private Token token() throws KeyRingException {
    Optional<KeySettings.TokenFile> wanted = settings.get().token();
    if (token != null && !openedFor.equals(wanted)) {
      token.close();
      token = null;
    }
    if (token == null) {
      token =
          Token.open(
              wanted.orElseThrow(
                  () ->
                      new KeyRingException(
                          "config/"
                              + KeysComponent.NAME
                              + ".cfg, field pkcs11.library: is missing, but a key pkcs11:… is"
                              + " asked for")));
      openedFor = wanted;
    }
    return token;
  }

  private char[] password(String file) throws KeyRingException {
    if (file.isEmpty()) {
      return new char[0];
    }
    try {
      return Token.firstLine(home.resolve(file));
    } catch (IOException e) {
      throw new KeyRingException(file + " cannot be read: " + e, e);
    }
  }

  private List<String> stamp(TlsFiles files) {
    List<String> stamp = new ArrayList<>();
    stamp.add("reload " + reloads.get());
    List<String> names = new ArrayList<>(files.keys());
    names.addAll(files.trusted());
    names.add(files.passwordFile());
    for (String name : names) {
      if (onToken(name)) {
        stamp.add(name + settings.get().token());
      } else if (!name.isEmpty()) {
        stamp.add(new KeyFile(name, home.resolve(name)).stamp());
      }
    }
    return stamp;
  }

  private static Entry entry(String source, boolean trusted, X509Certificate certificate) {
    return new Entry(
        source,
        trusted,
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  @Override
  public synchronized void forget(TlsFiles files) {
    kept.remove(files);
    snapshot = List.copyOf(kept.values());
  }

  @Override
  public void reload() {
    reloads.incrementAndGet();
  }

  @Override
  public List<Entry> certificates() {
    return snapshot.stream()
        .flatMap(k -> k.entries.stream())
        .distinct()
        .sorted(Comparator.comparing(Entry::notAfter))
        .toList();
  }

  /** Any thread, without I/O. */
  List<Kept> kept() {
    return snapshot;
  }

  synchronized void close() {
    if (token != null) {
      token.close();
      token = null;
    }
  }
}
