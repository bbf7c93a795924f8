package io.tidegate.admin.updates.rest;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Stations and vehicles on the lines of the transports that are in the container. Any thread. */
final class Traffic implements Supplier<List<Connection>> {
  private final BundleContext context;

  Traffic(BundleContext context) {
    this.context = context;
  }

  @Override
  public List<Connection> get() {
    List<Connection> all = new ArrayList<>();
    Set<String> units = new HashSet<>();
    references(EvseUnit.class).forEach(unit -> units.add(owner(unit)));
    for (ServiceReference<Switchboard> board : references(Switchboard.class)) {
      for (String dialect :
          dialects(board, b -> b.lines().stream().map(Switchboard.Line::dialect).toList())) {
        all.add(new Connection(Connection.Kind.STATION, Set.of(owner(board), dialect)));
      }
    }
    for (ServiceReference<VehicleSwitchboard> board : references(VehicleSwitchboard.class)) {
      for (String dialect :
          dialects(board, b -> b.lines().stream().map(VehicleSwitchboard.Line::dialect).toList())) {
        Set<String> through = new HashSet<>(units);
        through.addAll(List.of(owner(board), dialect));
        all.add(new Connection(Connection.Kind.VEHICLE, through));
      }
    }
    return all;
  }

  private <T> List<ServiceReference<T>> references(Class<T> type) {
    try {
      return List.copyOf(context.getServiceReferences(type, null));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("there is no filter", e);
    }
  }

  /** Symbolic names of the dialects of its lines; empty for a line that has none yet. */
  private <T> List<String> dialects(ServiceReference<T> board, Function<T, List<String>> lines) {
    T service = context.getService(board);
    if (service == null) {
      return List.of(); // gone meanwhile
    }
    try {
      return lines.apply(service).stream().map(name -> name.split(" ", 2)[0]).toList();
    } finally {
      context.ungetService(board);
    }
  }

  private static String owner(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null ? "" : bundle.getSymbolicName();
  }
}
