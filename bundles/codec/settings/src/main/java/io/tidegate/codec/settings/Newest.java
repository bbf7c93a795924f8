package io.tidegate.codec.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/**
 * Services by an id of their own, of which exactly one is taken: the one with the highest service
 * ranking, then of the newest bundle, then registered first. While a bundle is replaced its old and
 * its new version are there together; without this both would vote, or answer, or none after one of
 * them has gone. Thread-safe; reading takes no lock.
 *
 * @param <K> the id
 * @param <T> the service
 */
public final class Newest<K, T> {
  /**
   * What decides between two.
   *
   * @param version of its bundle
   * @param id of the service
   */
  public record Standing(int ranking, Version version, long id) {
    static final Comparator<Standing> BEST =
        Comparator.comparingInt(Standing::ranking)
            .thenComparing(Standing::version)
            .thenComparing(Comparator.comparingLong((Standing s) -> s.id()).reversed());

    /** Of a service; one whose bundle has gone already counts as the oldest. */
    public static Standing of(ServiceReference<?> reference) {
      Bundle bundle = reference.getBundle();
      return new Standing(
          reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0,
          bundle == null ? Version.emptyVersion : bundle.getVersion(),
          number(reference));
    }

    /** Number of a service. */
    public static long number(ServiceReference<?> reference) {
      return (Long) reference.getProperty(Constants.SERVICE_ID);
    }
  }

  private record Bound<K, T>(K key, T service, Standing standing) {}

  private final List<Bound<K, T>> bound = new ArrayList<>();
  private volatile Map<K, T> live = Map.of();

  /** One has come. */
  public void add(K key, T service, ServiceReference<?> reference) {
    add(key, service, Standing.of(reference));
  }

  /** One has come. */
  public synchronized void add(K key, T service, Standing standing) {
    bound.add(new Bound<>(key, service, standing));
    choose();
  }

  /** One has gone. */
  public void remove(ServiceReference<?> reference) {
    remove(Standing.number(reference));
  }

  /** The service of that number has gone. */
  public synchronized void remove(long id) {
    bound.removeIf(each -> each.standing().id() == id);
    choose();
  }

  private void choose() {
    Map<K, Bound<K, T>> best = new HashMap<>();
    Comparator<Bound<K, T>> order = Comparator.comparing(Bound::standing, Standing.BEST);
    bound.forEach(each -> best.merge(each.key(), each, BinaryOperator.maxBy(order)));
    Map<K, T> chosen = new HashMap<>();
    best.forEach((key, each) -> chosen.put(key, each.service()));
    live = Map.copyOf(chosen);
  }

  /** The one that counts of each id. */
  public Map<K, T> live() {
    return live;
  }

  /** The one that counts of that id. */
  public Optional<T> get(K key) {
    return Optional.ofNullable(live.get(key));
  }
}
