package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * What bundles offer, compared with what they offered before: a health check that is gone cannot
 * turn red, and a protocol that nobody speaks any more fails nowhere. Bundles that were removed, or
 * went back to an older version, may offer less. The updater's thread.
 */
final class Services {
  static final String CHECK = "org.apache.felix.hc.api.HealthCheck";
  private static final String CHECK_NAME = "hc.name";

  /** How a bundle has itself configured is its own affair. */
  private static final Set<String> INNER =
      Set.of(
          "org.osgi.service.cm.ManagedService",
          "org.osgi.service.cm.ManagedServiceFactory",
          "org.osgi.service.metatype.MetaTypeProvider");

  private final Bundles bundles;

  Services(Bundles bundles) {
    this.bundles = bundles;
  }

  /**
   * What a bundle, or two of one name, offer now.
   *
   * @param checks names of its health checks
   * @param types of its services, others than checks
   * @param used those of them that other bundles use
   */
  private record Offered(Set<String> checks, Set<String> types, Set<String> used) {
    Offered() {
      this(new TreeSet<>(), new HashSet<>(), new TreeSet<>());
    }
  }

  /** All that is offered by bundles that run, and how many services of each type there are. */
  private record Market(Map<String, Offered> stalls, Map<String, Integer> everywhere) {
    boolean hasCheck(String name) {
      return stalls.values().stream().anyMatch(offered -> offered.checks().contains(name));
    }
  }

  /**
   * What would be missed.
   *
   * @param exchanged names of bundles that the order replaces: their services count, and health
   *     checks of all
   */
  List<Before.Offer> take(Set<String> exchanged) {
    Market market = market();
    List<Before.Offer> offers = new ArrayList<>();
    market
        .stalls()
        .forEach(
            (name, offered) -> {
              List<Before.Service> services = new ArrayList<>();
              if (exchanged.contains(name)) {
                for (String type : offered.used()) {
                  services.add(new Before.Service(type, market.everywhere().get(type)));
                }
              }
              Optional<Bundle> bundle = bundles.running(name);
              if (bundle.isPresent() && !(offered.checks().isEmpty() && services.isEmpty())) {
                offers.add(
                    new Before.Offer(
                        name,
                        bundle.get().getVersion().toString(),
                        List.copyOf(offered.checks()),
                        services));
              }
            });
    return offers;
  }

  /** What is missed now: a sentence each, by what it is about. */
  Map<String, String> gone(Before before) {
    Map<String, String> gone = new HashMap<>();
    if (before.offers().isEmpty()) {
      return gone;
    }
    Market market = market();
    for (Before.Offer offer : before.offers()) {
      if (bundles.succeeds(offer.bundle(), offer.version())) {
        Offered now = market.stalls().getOrDefault(offer.bundle(), new Offered());
        if (now.checks().size() < offer.checks().size()) {
          checks(offer, before, market, gone);
        }
        services(offer, now, market, gone);
      }
    }
    return gone;
  }

  /**
   * Health checks that answered, are still offered by whoever offered them, and do not answer: the
   * component runtime keeps a service whose object it cannot make, and who asks for it gets
   * nothing.
   *
   * @param answers names of those that answer now
   */
  Map<String, String> silent(Before before, List<String> answers) {
    Map<String, String> silent = new HashMap<>();
    for (Before.Offer offer : before.offers()) {
      for (String check : offer.checks()) {
        int now = Collections.frequency(answers, check);
        if (now < Collections.frequency(before.answers(), check)
            && now < offered(check)
            && bundles.succeeds(offer.bundle(), offer.version())) {
          silent.put(
              "silent check " + check + " of " + offer.bundle(),
              "health check "
                  + check
                  + " of "
                  + offer.bundle()
                  + " does not answer any more: its component cannot be made, the log says why");
        }
      }
    }
    return silent;
  }

  /** How many health checks of that name there are. */
  private int offered(String check) {
    return (int)
        bundles.services(CHECK).stream()
            .filter(reference -> check.equals(reference.getProperty(CHECK_NAME)))
            .count();
  }

  private static void checks(
      Before.Offer offer, Before before, Market market, Map<String, String> gone) {
    for (String check : offer.checks()) {
      if (!before.critical().contains(check) && !market.hasCheck(check)) {
        gone.put(
            "no check " + check, "health check " + check + " of " + offer.bundle() + " is gone");
      }
    }
  }

  private static void services(
      Before.Offer offer, Offered now, Market market, Map<String, String> gone) {
    for (Before.Service service : offer.services()) {
      // where there are as many as before, another bundle has it from this one
      boolean fewer = market.everywhere().getOrDefault(service.type(), 0) < service.everywhere();
      if (fewer && !now.types().contains(service.type())) {
        gone.put(
            "no service " + service.type() + " of " + offer.bundle(),
            offer.bundle() + " does not offer " + service.type() + " any more, which others used");
      }
    }
  }

  private Market market() {
    Map<String, Offered> stalls = new TreeMap<>();
    Map<String, Integer> everywhere = new HashMap<>();
    for (ServiceReference<?> reference : bundles.services()) {
      Bundle bundle = reference.getBundle();
      String name = bundle == null ? null : bundle.getSymbolicName();
      if (name != null) {
        Offered offered = stalls.computeIfAbsent(name, n -> new Offered());
        for (String type : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
          if (type.equals(CHECK)) {
            if (reference.getProperty(CHECK_NAME) instanceof String check) {
              offered.checks().add(check);
            }
          } else if (!INNER.contains(type)) {
            offered.types().add(type);
            everywhere.merge(type, 1, Integer::sum);
            if (used(reference, name)) {
              offered.used().add(type);
            }
          }
        }
      }
    }
    return new Market(stalls, everywhere);
  }

  /** By a bundle of another name, and not by the framework alone. */
  private static boolean used(ServiceReference<?> reference, String owner) {
    Bundle[] users = reference.getUsingBundles();
    if (users != null) {
      for (Bundle user : users) {
        if (user.getBundleId() != 0 && !owner.equals(user.getSymbolicName())) {
          return true;
        }
      }
    }
    return false;
  }
}
