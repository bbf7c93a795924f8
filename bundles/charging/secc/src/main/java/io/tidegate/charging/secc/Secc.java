package io.tidegate.charging.secc;

import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.TokenBook;
import io.tidegate.api.device.Device;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.settings.Newest;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.util.tracker.ServiceTracker;

/**
 * All EVSEs of our own: binds what they need to the {@link Floor} where they live. Without a
 * configured EVSE it holds no thread and offers nothing. What it needs may come and go while
 * vehicles charge.
 */
@Component(
    name = "io.tidegate.charging.secc.floor",
    service = {},
    immediate = true)
public final class Secc {
  private final Floor floor;
  private final ServiceTracker<Object, Object> devices;

  @Activate
  public Secc(BundleContext context) throws InvalidSyntaxException {
    String home = context.getProperty("tidegate.home");
    Path root = Path.of(home == null ? "." : home).toAbsolutePath();
    floor = new Floor(new Registry(context), root.resolve("config").resolve("idtokens.txt"));
    devices = new DeviceTracker(context, floor.devices());
    devices.open();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindEvse(EvseComponent evse) {
    floor.add(evse);
  }

  void unbindEvse(EvseComponent evse) {
    floor.remove(evse);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindInbox(SiteInbox inbox) {
    floor.bind(inbox);
  }

  void unbindInbox(SiteInbox inbox) {
    floor.unbind(inbox);
  }

  /** The last model stands while another one is being loaded. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindSite(SiteModel model) {
    floor.site(model);
  }

  void unbindSite(SiteModel model) {
    // it stands until the next one comes
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindOffice(ServiceReference<ClearanceOffice> reference, ClearanceOffice office) {
    floor.offices().bind(office, reference.getBundle().getSymbolicName());
  }

  void unbindOffice(ClearanceOffice office) {
    floor.offices().unbind(office);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindLedger(TransactionLedger ledger) {
    floor.books().bind(ledger);
  }

  void unbindLedger(TransactionLedger ledger) {
    floor.books().unbind(ledger);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindStore(StateStore store) {
    floor.memory().bind(store);
  }

  void unbindStore(StateStore store) {
    floor.memory().unbind(store);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTokens(TokenBook book) {
    floor.tokens().bind(book);
  }

  void unbindTokens(TokenBook book) {
    floor.tokens().unbind(book);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindLink(PlcLink link) {
    floor.add(link);
  }

  void unbindLink(PlcLink link) {
    floor.remove(link);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindContracts(ContractCertificates contracts) {
    floor.contracts(1);
  }

  void unbindContracts(ContractCertificates contracts) {
    floor.contracts(-1);
  }

  @Deactivate
  void deactivate() {
    floor.close();
    devices.close();
  }

  /** Services with a device's name, whatever they can do. */
  private static final class DeviceTracker extends ServiceTracker<Object, Object> {
    private final Devices devices;

    DeviceTracker(BundleContext context, Devices devices) throws InvalidSyntaxException {
      super(
          context,
          FrameworkUtil.createFilter(
              "(&(" + Device.PROPERTY + "=*)(!(" + EvseUnit.PROPERTY + "=*)))"),
          null);
      this.devices = devices;
    }

    @Override
    public Object addingService(ServiceReference<Object> reference) {
      Object device = super.addingService(reference);
      if (device != null) {
        devices.add(name(reference), device, Newest.Standing.of(reference));
      }
      return device;
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Object device) {
      devices.remove(Newest.Standing.number(reference));
      super.removedService(reference, device);
    }

    private static String name(ServiceReference<Object> reference) {
      return String.valueOf(reference.getProperty(Device.PROPERTY));
    }
  }
}
