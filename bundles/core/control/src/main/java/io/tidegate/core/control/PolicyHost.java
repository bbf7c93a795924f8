package io.tidegate.core.control;

import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.codec.settings.Newest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Asks the policies, each on a thread of its own, and posts what is new. A policy that hangs or
 * throws costs nobody else anything; its targets run out by themselves, as do those of a policy
 * that is being updated. Of policies with one id the newest alone is asked. One that does not
 * answer shows in the health of the loop: what it says of itself does not count.
 */
final class PolicyHost implements AutoCloseable {
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double SAME_W = 1;
  private final Newest<String, Policy> bound = new Newest<>();
  private final Map<Policy, Seat> policies = new ConcurrentHashMap<>();
  private final SiteInbox inbox;
  private final LongSupplier nanos;

  PolicyHost(SiteInbox inbox) {
    this(inbox, System::nanoTime);
  }

  /**
   * @param nanos a clock that only goes forward
   */
  PolicyHost(SiteInbox inbox, LongSupplier nanos) {
    this.inbox = inbox;
    this.nanos = nanos;
  }

  synchronized void bind(Policy policy, Newest.Standing standing) {
    bound.add(policy.id(), policy, standing);
    choose();
  }

  synchronized void unbind(long service) {
    bound.remove(service);
    choose();
  }

  private void choose() {
    Map<String, Policy> live = bound.live();
    live.forEach((id, policy) -> policies.computeIfAbsent(policy, p -> seat(id, p)));
    for (Policy policy : List.copyOf(policies.keySet())) {
      if (live.values().stream().noneMatch(p -> p == policy)) {
        policies.remove(policy).thread().close();
      }
    }
  }

  private Seat seat(String id, Policy policy) {
    PolicyWatch watch = new PolicyWatch(id, nanos);
    Guest guest = new Guest(id, policy, watch);
    return new Seat(new Conflater<>("tidegate-policy-" + id, guest::ask), watch);
  }

  void offer(SitePicture picture) {
    policies.values().forEach(p -> p.thread().offer(picture));
  }

  /** Which policies do not answer, a sentence each, for the health check; empty when all do. */
  String trouble() {
    return policies.values().stream()
        .map(seat -> seat.watch().trouble())
        .filter(sentence -> !sentence.isEmpty())
        .sorted()
        .collect(Collectors.joining(". "));
  }

  @Override
  public synchronized void close() {
    policies.values().forEach(p -> p.thread().close());
    policies.clear();
  }

  /** Where a policy is asked, and whether it answers. */
  private record Seat(Conflater<SitePicture> thread, PolicyWatch watch) {}

  /** One policy; used by its thread only. */
  private final class Guest {
    private final String id;
    private final Policy policy;
    private final PolicyWatch watch;
    private List<Target> posted = List.of();

    Guest(String id, Policy policy, PolicyWatch watch) {
      this.id = id;
      this.policy = policy;
      this.watch = watch;
    }

    /** Whatever is thrown: a thread that ended of it would leave the policy unasked for good. */
    void ask(SitePicture picture) {
      watch.begin();
      try {
        List<Target> targets = List.copyOf(policy.evaluate(picture));
        if (watch.took() > SLOW_NANOS) {
          watch.late();
          return;
        }
        if (isNews(targets, picture.at()) && inbox.post(new SiteInput.PolicyTargets(id, targets))) {
          posted = targets;
        }
        watch.good();
      } catch (Exception | Error e) {
        watch.threw(e);
      }
    }

    /** Equal targets are posted again only when half of their life is over. */
    private boolean isNews(List<Target> targets, Instant now) {
      if (targets.size() != posted.size()) {
        return true;
      }
      for (int i = 0; i < targets.size(); i++) {
        Target fresh = targets.get(i);
        Target old = posted.get(i);
        Duration left = Duration.between(now, old.expires());
        Duration life = Duration.between(now, fresh.expires());
        if (!same(fresh, old) || left.multipliedBy(2).compareTo(life) <= 0) {
          return true;
        }
      }
      return false;
    }

    private boolean same(Target a, Target b) {
      return Math.abs(a.powerW() - b.powerW()) < SAME_W
          && a.id().equals(b.id())
          && a.mandate().equals(b.mandate())
          && a.priority() == b.priority()
          && a.kind() == b.kind()
          && a.node().equals(b.node())
          && a.evse().equals(b.evse());
    }
  }
}
