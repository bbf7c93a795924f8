package io.tidegate.charging.iso15118.v2;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.charging.vehicle.classic.Classic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.LoggerFactory;

/** ISO 15118-2 as a service: the machine of the classic dialects, in this standard's language. */
@Component(
    name = Iso15118V2Dialect.PID,
    service = {VehicleDialect.class, HealthCheck.class},
    property = {"hc.name=iso15118-2", "hc.tags=tidegate"})
@Designate(ocd = DialectConfig.class)
public final class Iso15118V2Dialect implements VehicleDialect, HealthCheck {
  static final String PID = "io.tidegate.charging.iso15118.v2";
  static final String SCHEMA = "iso15118-2/session/1";

  private final Classic classic;

  @Activate
  public Iso15118V2Dialect(Map<String, Object> properties) {
    classic =
        new Classic(
            PID,
            new Iso2Language(),
            SCHEMA,
            properties,
            ForkJoinPool.commonPool(),
            LoggerFactory.getLogger(Iso15118V2Dialect.class));
  }

  @Modified
  void modified(Map<String, Object> properties) {
    classic.modified(properties);
  }

  @Deactivate
  void deactivate() {
    classic.close();
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindKeys(KeyRing keys) {
    classic.bind(keys);
  }

  void unbindKeys(KeyRing keys) {
    classic.unbind(keys);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindResponders(OcspStatus responders) {
    classic.bind(responders);
  }

  void unbindResponders(OcspStatus responders) {
    classic.unbind(responders);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindContracts(ContractCertificates contracts) {
    classic.bind(contracts);
  }

  void unbindContracts(ContractCertificates contracts) {
    classic.unbind(contracts);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindQuirks(VehicleQuirkBook book) {
    classic.bind(book);
  }

  void unbindQuirks(VehicleQuirkBook book) {
    classic.unbind(book);
  }

  @Override
  public List<VehicleProtocol> protocols() {
    return classic.protocols();
  }

  @Override
  public void attached(VehicleLine line) {
    classic.attached(line);
  }

  @Override
  public void received(VehicleLine line, int payloadType, byte[] message) {
    classic.received(line, payloadType, message);
  }

  @Override
  public void expired(VehicleLine line) {
    classic.expired(line);
  }

  @Override
  public void changed(VehicleLine line) {
    classic.changed(line);
  }

  @Override
  public void detached(VehicleLine line, Detachment reason) {
    classic.detached(line, reason);
  }

  @Override
  public Result execute() {
    return classic.health();
  }
}
