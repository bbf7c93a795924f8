package io.tidegate.core.keys;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.CertificateRefusedException;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.StationCertificates;
import io.tidegate.codec.settings.LastGood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own authority. The library that signs is loaded with the first request, not with the gateway;
 * its key is read for each request and kept nowhere else. One request at a time.
 */
@Component(
    name = AuthorityComponent.NAME,
    service = {StationCertificates.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=station-ca", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = AuthorityComponent.Config.class)
public final class AuthorityComponent implements StationCertificates, HealthCheck {
  static final String NAME = "io.tidegate.core.keys.authority";
  static final String SPACE = "station-certificates";
  private static final Logger LOG = LoggerFactory.getLogger(AuthorityComponent.class);
  private static final long DURABLE_SECONDS = 5;

  /** Defaults and ranges; values are validated by {@link AuthoritySettings}. */
  @ObjectClassDefinition(id = NAME, name = "Authority for stations' certificates")
  @interface Config {
    @AttributeDefinition(
        name = "Keys",
        description = "PEM or PKCS#12 with the intermediate's key and the chain up to the root")
    String keys() default "data/keys/station-ca.pem";

    @AttributeDefinition(
        name = "Password file",
        description = "Its first line opens the keys",
        required = false)
    String password_file() default "";

    @AttributeDefinition(
        name = "Create",
        description = "Make a root and an intermediate when there are no keys yet")
    boolean create() default false;

    @AttributeDefinition(
        name = "Validity, days",
        description = "Of certificates that are issued; never beyond the authority's own",
        min = "1",
        max = "3650")
    int validity_days() default 365;

    @AttributeDefinition(
        name = "Operator's name",
        description = "O that requests must name; empty: any",
        required = false)
    String organization() default "";
  }

  private final StateStore store;
  private final Path home;
  private final InstantSource clock;
  private final LastGood<AuthoritySettings> settings;
  private final Map<String, Issued> newest = new HashMap<>();
  private boolean read;
  private volatile String problem = "";

  @Activate
  public AuthorityComponent(
      BundleContext context, @Reference StateStore store, Map<String, Object> properties) {
    this(KeysComponent.home(context), store, properties, InstantSource.system());
  }

  AuthorityComponent(Path home, StateStore store, Map<String, ?> properties, InstantSource clock) {
    this.home = home;
    this.store = store;
    this.clock = clock;
    this.settings = new LastGood<>(AuthoritySettings.from(Map.of(), home));
    modified(properties);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    if (!settings.offer(() -> AuthoritySettings.from(properties, home))) {
      LOG.error("configuration refused, the last good one stays in force: {}", settings.problem());
    }
    problem = "";
  }

  @Override
  public synchronized Issued sign(StationId station, String commonName, String csrPem)
      throws CertificateRefusedException {
    load();
    AuthoritySettings now = settings.get();
    Issuer issuer = new Issuer(now, clock);
    try {
      if (now.create() && Files.notExists(now.keys())) {
        issuer.create();
        LOG.warn("An authority was made in {}: keep its root's key elsewhere", now.name());
      }
      List<X509Certificate> chain = issuer.sign(commonName, csrPem);
      Issued issued = issued(station, chain);
      newest.put(station.value(), issued);
      remember(issued);
      problem = "";
      LOG.info(
          "{}: certificate {} issued until {}", station, issued.serialNumber(), issued.notAfter());
      return issued;
    } catch (KeyRingException | IOException | GeneralSecurityException e) {
      problem = e.getMessage();
      LOG.error("{}: no certificate can be issued: {}", station, problem);
      throw new CertificateRefusedException("There is no authority that could sign", e);
    }
  }

  private static Issued issued(StationId station, List<X509Certificate> chain)
      throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate each : chain) {
      text.append(Pem.text("CERTIFICATE", each.getEncoded()));
    }
    X509Certificate own = chain.get(0);
    return new Issued(
        station,
        own.getSerialNumber().toString(16),
        own.getNotAfter().toInstant(),
        text.toString());
  }

  private void remember(Issued issued) {
    try {
      store
          .put(
              SPACE,
              issued.station().value(),
              issued.chainPem().getBytes(StandardCharsets.US_ASCII))
          .toCompletableFuture()
          .get(DURABLE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("{}: the certificate that was issued is not durable", issued.station(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void load() {
    if (read) {
      return;
    }
    store
        .all(SPACE)
        .forEach(
            (station, pem) -> {
              try {
                var chain = Pem.certificates(new String(pem, StandardCharsets.US_ASCII));
                newest.putIfAbsent(station, issued(new StationId(station), chain));
              } catch (IOException | GeneralSecurityException | RuntimeException e) {
                LOG.error("{}: its certificate cannot be read", station, e);
              }
            });
    read = true;
  }

  @Override
  public synchronized List<Issued> issued() {
    load();
    return newest.values().stream().sorted(Comparator.comparing(Issued::notAfter)).toList();
  }

  @Override
  public Result execute() {
    String wrong = settings.problem().isEmpty() ? problem : settings.problem();
    return wrong.isEmpty()
        ? new Result(Result.Status.OK, "Certificates are issued on request")
        : new Result(Result.Status.CRITICAL, wrong);
  }
}
