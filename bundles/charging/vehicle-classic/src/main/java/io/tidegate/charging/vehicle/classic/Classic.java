package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.charging.vehicle.dialect.VehicleEngine;
import io.tidegate.codec.settings.LastGood;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.felix.hc.api.Result;
import org.slf4j.Logger;

/**
 * All of a dialect but its language and its name: what a bundle's component passes its calls on to.
 * Owns no thread. Thread-safe.
 */
public final class Classic implements VehicleDialect {
  private final String pid;
  private final Language language;
  private final LastGood<Rules> rules;
  private final Roots roots;
  private final Surroundings surroundings;
  private final VehicleEngine<Session, Message> engine;

  /**
   * @param schema name of the state's form, e.g. {@code iso15118-2/session/1}
   * @param reader where files are read
   */
  public Classic(
      String pid,
      Language language,
      String schema,
      Map<String, ?> properties,
      Executor reader,
      Logger log) {
    this.pid = pid;
    this.language = language;
    this.rules = new LastGood<>(Rules.of(language.standard(), pid, Map.of()));
    rules.offer(() -> Rules.of(language.standard(), pid, properties));
    this.roots = new Roots(reader, rules.get().trusted());
    this.surroundings = new Surroundings(language, rules::get, log);
    this.engine =
        new VehicleEngine<>(
            new Secc(language.standard(), rules::get, roots::trust),
            language,
            schema,
            Session.class,
            surroundings);
    roots.refresh();
  }

  /** A configuration that is refused leaves the last good one in force. */
  public void modified(Map<String, ?> properties) {
    rules.offer(() -> Rules.of(language.standard(), pid, properties));
    roots.files(rules.get());
  }

  public void close() {
    roots.forget();
  }

  public void bind(KeyRing ring) {
    roots.bind(ring);
  }

  public void unbind(KeyRing ring) {
    roots.unbind(ring);
  }

  public void bind(OcspStatus ocsp) {
    surroundings.ocsp.set(ocsp);
  }

  public void unbind(OcspStatus ocsp) {
    surroundings.ocsp.compareAndSet(ocsp, null);
  }

  public void bind(ContractCertificates issuer) {
    surroundings.issuer.set(issuer);
  }

  public void unbind(ContractCertificates issuer) {
    surroundings.issuer.compareAndSet(issuer, null);
  }

  public void bind(VehicleQuirkBook book) {
    surroundings.book.set(book);
  }

  public void unbind(VehicleQuirkBook book) {
    surroundings.book.compareAndSet(book, null);
  }

  /** Red: a configuration is refused. Amber: contracts cannot be checked. */
  public Result health() {
    if (!rules.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, rules.problem());
    } else if (!roots.problem().isEmpty()) {
      return new Result(Result.Status.WARN, "contracts are not taken: " + roots.problem());
    }
    int known = roots.trust().roots().size();
    return new Result(
        Result.Status.OK,
        language.protocol().namespace()
            + " is spoken"
            + (known > 0 ? ", contracts under " + known + " roots are taken" : ""));
  }

  @Override
  public List<VehicleProtocol> protocols() {
    return List.of(language.protocol());
  }

  @Override
  public void attached(VehicleLine line) {
    roots.refresh();
    engine.attached(line);
  }

  @Override
  public void received(VehicleLine line, int payloadType, byte[] message) {
    engine.received(line, payloadType, message);
  }

  @Override
  public void expired(VehicleLine line) {
    engine.expired(line);
  }

  @Override
  public void changed(VehicleLine line) {
    engine.changed(line);
  }

  @Override
  public void detached(VehicleLine line, Detachment reason) {
    engine.detached(line, reason);
  }
}
