package io.tidegate.core.control;

import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.codec.settings.Newest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the policies, each on a thread of its own, and posts what is new. A policy that hangs or
 * throws costs nobody else anything; its targets run out by themselves, as do those of a policy
 * that is being updated. Of policies with one id the newest alone is asked.
 */
final class PolicyHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyHost.class);
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double SAME_W = 1;
  private final Newest<String, Policy> bound = new Newest<>();
  private final Map<Policy, Conflater<SitePicture>> policies = new ConcurrentHashMap<>();
  private final SiteInbox inbox;

  PolicyHost(SiteInbox inbox) {
    this.inbox = inbox;
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
    Collection<Policy> live = bound.live().values();
    for (Policy policy : live) {
      policies.computeIfAbsent(
          policy, p -> new Conflater<>("tidegate-policy-" + p.id(), new Guest(p)::ask));
    }
    for (Policy policy : List.copyOf(policies.keySet())) {
      if (live.stream().noneMatch(p -> p == policy)) {
        policies.remove(policy).close();
      }
    }
  }

  void offer(SitePicture picture) {
    policies.values().forEach(p -> p.offer(picture));
  }

  @Override
  public synchronized void close() {
    policies.values().forEach(Conflater::close);
    policies.clear();
  }

  /** One policy; used by its thread only. */
  private final class Guest {
    private final Policy policy;
    private List<Target> posted = List.of();
    private boolean failing;

    Guest(Policy policy) {
      this.policy = policy;
    }

    void ask(SitePicture picture) {
      long begin = System.nanoTime();
      List<Target> targets;
      try {
        targets = List.copyOf(policy.evaluate(picture));
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.error("Policy {} failed; its targets run out", policy.id(), e);
        }
        failing = true;
        return;
      }
      failing = false;
      long took = System.nanoTime() - begin;
      if (took > SLOW_NANOS) {
        LOG.warn(
            "Policy {} took {} ms; skipped for this round",
            policy.id(),
            TimeUnit.NANOSECONDS.toMillis(took));
        return;
      }
      if (isNews(targets, picture.at())
          && inbox.post(new SiteInput.PolicyTargets(policy.id(), targets))) {
        posted = targets;
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
