package io.tidegate.core.keys;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key ring and its health. No thread of its own: who asks for keys lends one. */
@Component(
    name = KeysComponent.NAME,
    service = {KeyRing.class, HealthCheck.class},
    immediate = true,
    property = {HealthCheck.NAME + "=keys", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = KeysComponent.Config.class)
public final class KeysComponent implements KeyRing, HealthCheck {
  static final String NAME = "io.tidegate.core.keys";
  private static final Logger LOG = LoggerFactory.getLogger(KeysComponent.class);

  /** Defaults and ranges; values are validated by {@link KeySettings}. */
  @ObjectClassDefinition(id = NAME, name = "Keys and certificates")
  @interface Config {
    @AttributeDefinition(
        name = "Warning, days",
        description = "Amber when a certificate expires sooner; 1–365",
        min = "1",
        max = "365")
    int warn_days() default 30;

    @AttributeDefinition(
        name = "PKCS#11 driver",
        description = "Shared object of the token's driver; empty: no token",
        required = false)
    String pkcs11_library() default "";

    @AttributeDefinition(
        name = "PKCS#11 slot",
        description = "Position in the driver's list of slots",
        min = "0",
        max = "255")
    int pkcs11_slot_index() default 0;

    @AttributeDefinition(
        name = "PKCS#11 PIN file",
        description = "File whose first line is the token's user PIN",
        required = false)
    String pkcs11_pin_file() default "";
  }

  private final LastGood<KeySettings> settings = new LastGood<>(KeySettings.DEFAULT);
  private final Path home;
  private final Ring ring;
  private final InstantSource clock;

  @Activate
  public KeysComponent(BundleContext context, Map<String, Object> properties) {
    this(home(context), properties, InstantSource.system());
  }

  KeysComponent(Path home, Map<String, ?> properties, InstantSource clock) {
    this.home = home;
    this.clock = clock;
    this.ring = new Ring(home, settings::get);
    take(properties);
  }

  static Path home(BundleContext context) {
    String folder = context.getProperty("tidegate.home");
    return Path.of(folder == null ? "" : folder);
  }

  @Modified
  void modified(Map<String, Object> properties) {
    take(properties);
  }

  private void take(Map<String, ?> properties) {
    if (!settings.offer(() -> KeySettings.from(properties, home))) {
      LOG.error("configuration refused, the last good one stays in force: {}", settings.problem());
    }
  }

  @Deactivate
  void deactivate() {
    ring.close();
  }

  @Override
  public TlsMaterial read(TlsFiles files) throws KeyRingException {
    return ring.read(files);
  }

  @Override
  public void forget(TlsFiles files) {
    ring.forget(files);
  }

  @Override
  public void reload() {
    ring.reload();
  }

  @Override
  public List<Entry> certificates() {
    return ring.certificates();
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    for (Ring.Kept kept : ring.kept()) {
      if (!kept.problem().isEmpty()) {
        String still = kept.material().isPresent() ? "; the last good ones stay in force" : "";
        return new Result(Result.Status.CRITICAL, kept.problem() + still);
      }
    }
    List<Entry> entries = ring.certificates();
    if (entries.isEmpty()) {
      return new Result(Result.Status.OK, "No key is in use");
    }
    return expiry(entries, clock.instant());
  }

  private Result expiry(List<Entry> entries, Instant now) {
    Entry first = entries.get(0);
    String name = first.subject() + " in " + first.source();
    if (!first.notAfter().isAfter(now)) {
      return new Result(
          Result.Status.CRITICAL,
          "The certificate of " + name + " expired at " + first.notAfter() + ": renew it");
    }
    Duration left = Duration.between(now, first.notAfter());
    if (left.compareTo(settings.get().warnBefore()) < 0) {
      return new Result(
          Result.Status.WARN,
          "The certificate of " + name + " expires in " + left.toDays() + " days: renew it");
    }
    for (Ring.Kept kept : ring.kept()) {
      if (!kept.exposure().isEmpty()) {
        return new Result(Result.Status.WARN, kept.exposure());
      }
    }
    return new Result(
        Result.Status.OK,
        entries.size() + " certificates in use, the first expires at " + first.notAfter());
  }
}
