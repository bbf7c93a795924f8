package io.tidegate.charging.ocpp.v201;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.control.StationListener;
import io.tidegate.api.control.TokenBook;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.api.security.StationCertificates;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.SiteModel;
import io.tidegate.charging.ocpp.dialect.Engine;
import io.tidegate.charging.ocpp.dialect.Language;
import io.tidegate.charging.ocpp.dialect.V2xAdditions;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** OCPP 2.0.1 as a service: the engine of the dialects, in the language of this version. */
@Component(
    name = Ocpp201Dialect.PID,
    service = {Dialect.class, Actuator.class, StationCommands.class, HealthCheck.class},
    property = {
      Actuator.NAME + "=" + Ocpp201.SUBPROTOCOL,
      "hc.name=ocpp-2-0-1",
      "hc.tags=tidegate"
    },
    immediate = true)
@Designate(ocd = DialectConfig.class)
public final class Ocpp201Dialect implements Dialect, Actuator, StationCommands, HealthCheck {
  static final String PID = "io.tidegate.charging.ocpp.v201";
  private static final int PREFERENCE = 201;

  private final Engine engine;

  @Activate
  public Ocpp201Dialect(
      BundleContext context,
      Map<String, Object> properties,
      @Reference SiteModel model,
      @Reference SiteInbox inbox,
      @Reference TransactionLedger ledger,
      @Reference StateStore store) {
    engine =
        new Engine(
            new Engine.Face(PID, Ocpp201.SUBPROTOCOL, PREFERENCE, () -> language(model)),
            Engine.Surroundings.of(context, model, inbox, ledger, store),
            properties);
  }

  /** Some stations have added to 2.0.1 what 2.1 says of both directions. */
  private static Language language(SiteModel model) {
    return new V2xAdditions(
        Ocpp201.protocol(),
        Ocpp21::protocol,
        station ->
            model
                .station(station)
                .filter(s -> s.dischargeAccess() == DischargeAccess.V2X_ADDITIONS)
                .isPresent());
  }

  @Modified
  void modified(Map<String, Object> properties) {
    engine.modified(properties);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindSecurityLog(SecurityLog log) {
    engine.bind(log);
  }

  void unbindSecurityLog(SecurityLog log) {
    engine.unbind(log);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindAuthority(StationCertificates authority) {
    engine.bind(authority);
  }

  void unbindAuthority(StationCertificates authority) {
    engine.unbind(authority);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindResponders(OcspStatus responders) {
    engine.bind(responders);
  }

  void unbindResponders(OcspStatus responders) {
    engine.unbind(responders);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindQuirks(QuirkBook book, Map<String, Object> properties) {
    engine.bind(book, properties);
  }

  void unbindQuirks(QuirkBook book) {
    engine.unbind(book);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindListener(StationListener listener) {
    engine.ears().bind(listener);
  }

  void unbindListener(StationListener listener) {
    engine.ears().unbind(listener);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTokens(TokenBook book) {
    engine.ears().bind(book);
  }

  void unbindTokens(TokenBook book) {
    engine.ears().unbind(book);
  }

  @Deactivate
  void deactivate() {
    engine.close();
  }

  @Override
  public String subprotocol() {
    return engine.subprotocol();
  }

  @Override
  public int preference() {
    return engine.preference();
  }

  @Override
  public void attached(Mailbox mailbox) {
    engine.attached(mailbox);
  }

  @Override
  public CompletionStage<Void> received(Mailbox mailbox, String message) {
    return engine.received(mailbox, message);
  }

  @Override
  public void ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    engine.ended(mailbox, call, fate);
  }

  @Override
  public void detached(Mailbox mailbox, Detachment reason) {
    engine.detached(mailbox, reason);
  }

  @Override
  public void apply(List<Clearance> clearances) {
    engine.apply(clearances);
  }

  @Override
  public CompletionStage<Reply> start(EvseId evse, String idToken) {
    return engine.start(evse, idToken);
  }

  @Override
  public CompletionStage<Reply> stop(EvseId evse) {
    return engine.stop(evse);
  }

  @Override
  public boolean reaches(StationId station) {
    return engine.reaches(station);
  }

  @Override
  public CompletionStage<Told> call(StationId station, String action, String payload) {
    return engine.call(station, action, payload);
  }

  @Override
  public Result execute() {
    return engine.health();
  }
}
