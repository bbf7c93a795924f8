package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.api.vehicle.VehicleProtocol.Energy;
import io.tidegate.api.vehicle.VehicleProtocol.Tls;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.charging.vehicle.dialect.VehicleEngine;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.settings.LastGood;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** ISO 15118-20 as a service: the machine, and the engine that turns its steps. */
@Component(
    name = Iso15118V20Dialect.PID,
    service = {VehicleDialect.class, HealthCheck.class},
    property = {"hc.name=iso15118-20", "hc.tags=tidegate"})
@Designate(ocd = DialectConfig.class)
public final class Iso15118V20Dialect implements VehicleDialect, HealthCheck {
  static final String PID = "io.tidegate.charging.iso15118.v20";

  private final LastGood<Rules> rules = new LastGood<>(Rules.DEFAULT);
  private final Surroundings surroundings = new Surroundings(rules::get);
  private final VehicleEngine<Session, V2GMessage> engine =
      new VehicleEngine<>(
          new Secc(rules::get, surroundings::trust),
          new Wording20(),
          Session.SCHEMA,
          Session.class,
          surroundings);

  @Activate
  public Iso15118V20Dialect(Map<String, Object> properties) {
    modified(properties);
  }

  @Modified
  void modified(Map<String, Object> properties) {
    rules.offer(() -> Rules.of(PID, properties));
    surroundings.refresh();
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindKeys(KeyRing keys) {
    surroundings.keys(keys);
  }

  void unbindKeys(KeyRing keys) {
    surroundings.noKeys(keys);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindResponders(OcspStatus responders) {
    surroundings.responders(responders);
  }

  void unbindResponders(OcspStatus responders) {
    surroundings.noResponders(responders);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindContracts(ContractCertificates contracts) {
    surroundings.contracts(contracts);
  }

  void unbindContracts(ContractCertificates contracts) {
    surroundings.noContracts(contracts);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindQuirks(VehicleQuirkBook book) {
    surroundings.book(book);
  }

  void unbindQuirks(VehicleQuirkBook book) {
    surroundings.noBook(book);
  }

  @Override
  public List<VehicleProtocol> protocols() {
    return List.of(
        new VehicleProtocol("urn:iso:std:iso:15118:-20:AC", 1, 0, Energy.AC, Tls.MUTUAL_13),
        new VehicleProtocol("urn:iso:std:iso:15118:-20:DC", 1, 0, Energy.DC, Tls.MUTUAL_13));
  }

  @Override
  public void attached(VehicleLine line) {
    // the roots of contracts may have changed since the last vehicle came
    surroundings.refresh();
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

  @Override
  public Result execute() {
    if (!rules.problem().isEmpty()) {
      return new Result(
          Result.Status.CRITICAL, rules.problem() + "; the last good configuration stays in force");
    }
    return surroundings.problem().isEmpty()
        ? new Result(Result.Status.OK, "ISO 15118-20 is spoken to vehicles")
        : new Result(Result.Status.WARN, surroundings.problem());
  }
}
