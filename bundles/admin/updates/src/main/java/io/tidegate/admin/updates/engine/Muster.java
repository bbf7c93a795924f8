package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bundles have to run after an order: those that did, but for what it removes, and those that
 * it brings. A bundle can stop or uninstall itself once it has started, or any other. The updater's
 * thread.
 */
final class Muster {
  private static final Logger LOG = LoggerFactory.getLogger(Muster.class);

  private final Bundles bundles;

  Muster(Bundles bundles) {
    this.bundles = bundles;
  }

  /** What has to be there once those changes are made. */
  List<Before.Post> take(List<Change> changes) {
    Map<String, Before.Post> posts = new TreeMap<>();
    for (Bundle bundle : bundles.all()) {
      String name = bundle.getSymbolicName();
      if (name != null && bundle.getState() == Bundle.ACTIVE) {
        int level = bundle.adapt(BundleStartLevel.class).getStartLevel();
        posts.put(name, new Before.Post(name, bundle.getLocation(), level));
      }
    }
    for (Change change : changes) {
      posts.remove(change.symbolicName());
      if (!change.to().isEmpty()) {
        String name = change.symbolicName();
        posts.put(name, new Before.Post(name, change.to(), change.level()));
      }
    }
    return List.copyOf(posts.values());
  }

  /** Bundles that do not run: a sentence each, by what it is about. */
  Map<String, String> missing(Before before) {
    Map<String, String> missing = new HashMap<>();
    for (Before.Post post : before.posts()) {
      if (bundles.running(post.bundle()).isEmpty()) {
        missing.put(
            "bundle " + post.bundle(),
            post.bundle() + " does not run: it was stopped or uninstalled, not by this order");
      }
    }
    return missing;
  }

  /**
   * What came of bringing bundles back.
   *
   * @param back names of those that run again
   * @param lost names of those that do not
   */
  record Recall(List<String> back, List<String> lost) {}

  /** Brings bundles back that the order did not mean, those first that others may need. */
  Recall recall(Before before, List<Change> changes) throws InterruptedException {
    Set<String> meant = new HashSet<>();
    changes.forEach(change -> meant.add(change.symbolicName()));
    List<String> back = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (Before.Post post :
        before.posts().stream().sorted(Comparator.comparingInt(Before.Post::level)).toList()) {
      if (!meant.contains(post.bundle()) && bundles.running(post.bundle()).isEmpty()) {
        (returned(post) ? back : lost).add(post.bundle());
      }
    }
    return new Recall(List.copyOf(back), List.copyOf(lost));
  }

  private boolean returned(Before.Post post) throws InterruptedException {
    try {
      bundles.startAgain(bundles.install(post.location(), post.level()));
      LOG.warn("{} did not run any more and is started again", post.bundle());
    } catch (BundleException | IllegalStateException e) {
      LOG.error("{} cannot be brought back: {}", post.bundle(), Reasons.of(e), e);
    }
    return bundles.running(post.bundle()).isPresent();
  }
}
