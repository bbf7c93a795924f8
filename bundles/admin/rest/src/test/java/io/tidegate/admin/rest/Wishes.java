package io.tidegate.admin.rest;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SitePicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pictures in which the first session has taken a wish. */
final class Wishes {
  private Wishes() {}

  static DecisionView with(DecisionView view, String request) {
    SitePicture p = view.picture();
    List<EvseState> evses = new ArrayList<>(p.evses());
    EvseState e = evses.get(0);
    Session s = e.session().orElseThrow();
    Session wished =
        new Session(
            s.id(),
            s.transaction(),
            s.started(),
            s.dischargeAllowed(),
            s.permissionSource(),
            s.capacityWh(),
            s.vehicleMaxChargeW(),
            s.vehicleMaxDischargeW(),
            80,
            s.departure(),
            30,
            request);
    evses.set(
        0,
        new EvseState(
            e.index(),
            e.online(),
            e.offlineSince(),
            e.availability(),
            Optional.of(wished),
            e.measured(),
            e.commitment(),
            e.derateW(),
            e.derateCause(),
            e.shortfallW(),
            e.deliverableW(),
            e.lastStopAt(),
            e.lastStartAt(),
            e.shareAssured(),
            e.shareDetail()));
    SitePicture picture =
        new SitePicture(
            p.at(),
            p.sequence(),
            p.model(),
            evses,
            p.meters(),
            p.temperatures(),
            p.mandates(),
            p.commands(),
            p.policyTargets(),
            p.plan(),
            p.clock(),
            p.journalWritable(),
            p.stopping());
    return new DecisionView(
        view.decision(),
        picture,
        view.bounds(),
        view.allocation(),
        view.powerW(),
        view.reasons(),
        view.safety());
  }
}
