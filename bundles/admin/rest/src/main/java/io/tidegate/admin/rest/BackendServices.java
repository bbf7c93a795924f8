package io.tidegate.admin.rest;

import io.tidegate.api.connection.SecurityProfiles;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.operation.Diagnosis;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.codec.settings.Newest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The backend as it is in the container now. */
@Component(name = "io.tidegate.admin.rest.backend", service = BackendServices.class)
public final class BackendServices implements Backend {
  private final List<Switchboard> switchboards = new CopyOnWriteArrayList<>();
  private final Newest<String, StationCommands> stations = new Newest<>();
  private final Newest<List<String>, Endpoint> endpoints = new Newest<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile GridCommandDesk desk;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SiteInbox inbox;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SiteView view;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile OnceLedger onceLedger;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile TransactionLedger transactions;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Journal journal;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile HealthBoard health;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SecurityLog securityLog;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile KeyRing keyRing;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SecurityProfiles securityProfiles;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSwitchboard(Switchboard switchboard) {
    switchboards.add(switchboard);
  }

  void unbindSwitchboard(Switchboard switchboard) {
    switchboards.remove(switchboard);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStations(StationCommands dialect, ServiceReference<StationCommands> reference) {
    stations.add(String.valueOf(reference.getProperty(Actuator.NAME)), dialect, reference);
  }

  void unbindStations(ServiceReference<StationCommands> reference) {
    stations.remove(reference);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindEndpoint(Endpoint endpoint, ServiceReference<Endpoint> reference) {
    Bundle bundle = reference.getBundle();
    String source = bundle == null ? "" : bundle.getSymbolicName();
    // that of two versions of a bundle is one, whatever the newer one has beside
    endpoints.add(List.of(source, endpoint.getClass().getName()), endpoint, reference);
  }

  void unbindEndpoint(ServiceReference<Endpoint> reference) {
    endpoints.remove(reference);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints.live().values());
  }

  @Override
  public List<StationCommands> stations() {
    return List.copyOf(stations.live().values());
  }

  @Override
  public Optional<GridCommandDesk> desk() {
    return Optional.ofNullable(desk);
  }

  @Override
  public Optional<SiteInbox> inbox() {
    return Optional.ofNullable(inbox);
  }

  @Override
  public Optional<SiteView> view() {
    return Optional.ofNullable(view);
  }

  @Override
  public Optional<OnceLedger> onceLedger() {
    return Optional.ofNullable(onceLedger);
  }

  @Override
  public Optional<TransactionLedger> transactions() {
    return Optional.ofNullable(transactions);
  }

  @Override
  public Optional<Journal> journal() {
    return Optional.ofNullable(journal);
  }

  @Override
  public Optional<HealthBoard> health() {
    return Optional.ofNullable(health);
  }

  @Override
  public Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(diagnosis);
  }

  @Override
  public Optional<SecurityLog> securityLog() {
    return Optional.ofNullable(securityLog);
  }

  @Override
  public Optional<KeyRing> keyRing() {
    return Optional.ofNullable(keyRing);
  }

  @Override
  public Optional<SecurityProfiles> securityProfiles() {
    return Optional.ofNullable(securityProfiles);
  }

  @Override
  public List<Switchboard> switchboards() {
    return List.copyOf(switchboards);
  }
}
