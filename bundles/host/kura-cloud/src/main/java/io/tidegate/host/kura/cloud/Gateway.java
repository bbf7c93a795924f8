package io.tidegate.host.kura.cloud;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.update.UpdateDesk;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The parts of the gateway that requests are about, as far as they are there. Thread-safe. */
@Component(name = Gateway.NAME, service = Gateway.class)
public final class Gateway {
  static final String NAME = "io.tidegate.host.kura.cloud.gateway";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SiteView view;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SiteInbox inbox;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile GridCommandDesk commands;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile UpdateDesk updates;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile HealthBoard health;

  SiteView view() {
    return there(view, "the control loop");
  }

  DecisionView latest() {
    return view().latest().orElseThrow(() -> Refusal.absent("the first decision"));
  }

  SiteInbox inbox() {
    return there(inbox, "the control loop");
  }

  GridCommandDesk commands() {
    return there(commands, "the control loop");
  }

  UpdateDesk updates() {
    return there(updates, "the updater");
  }

  Optional<HealthBoard> health() {
    return Optional.ofNullable(health);
  }

  private static <T> T there(T service, String what) {
    if (service == null) {
      throw Refusal.absent(what);
    }
    return service;
  }
}
