package io.tidegate.charging.secc;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.vehicle.PlcLink;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all units work with.
 *
 * @param site the model; the last one while it is being replaced
 * @param links power-line links by EVSE
 * @param contracts whether contract certificates can be fetched
 */
record Surroundings(
    Devices devices,
    Executor pool,
    Courier courier,
    Books books,
    Tokens tokens,
    Memory memory,
    Offices offices,
    Supplier<Optional<SiteModel>> site,
    Function<EvseId, Optional<PlcLink>> links,
    BooleanSupplier contracts) {

  Optional<SiteModel> model() {
    return site.get();
  }

  Optional<PlcLink> plc(EvseId evse) {
    return links.apply(evse);
  }

  boolean certificates() {
    return contracts.getAsBoolean();
  }
}
