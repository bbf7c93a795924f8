package io.tidegate.admin.config.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * Who reads which field, as the installed bundles declare it (OSGi Compendium 105 Metatype). Only
 * Tidegate's own PIDs are judged: bundles of others need not declare theirs.
 */
final class Readers {
  private static final String OURS = "io.tidegate.";

  /** Where bnd puts a PID's description, under the PID's name. */
  private static final String FOLDER = "OSGI-INF/metatype/";

  private final BundleContext context;
  private final MetaTypeService metatypes;
  private Set<String> asked = Set.of();
  private List<Long> stampThen = List.of();
  private Map<String, Set<String>> found = Map.of();

  Readers(BundleContext context, MetaTypeService metatypes) {
    this.context = context;
    this.metatypes = metatypes;
  }

  /**
   * Fields by PID; a factory's under its factory PID. What was found is kept until other PIDs are
   * asked for or a bundle comes, goes or is updated: reading a description parses XML. One thread.
   *
   * @param pids of singletons and of factories; only they are looked for
   */
  Map<String, Set<String>> fields(Set<String> pids) {
    Set<String> wanted = new TreeSet<>(pids);
    wanted.removeIf(pid -> !pid.startsWith(OURS));
    Bundle[] bundles = context.getBundles();
    List<Long> stamp = stamp(bundles);
    if (!wanted.equals(asked) || !stamp.equals(stampThen)) {
      Map<String, Set<String>> fields = new HashMap<>();
      for (String pid : wanted) {
        find(pid, bundles, bundle -> bundle.getEntry(FOLDER + pid + ".xml") != null, fields);
      }
      for (String pid : wanted) {
        if (!fields.containsKey(pid)) {
          find(pid, bundles, bundle -> bundle.getEntry(FOLDER) != null, fields);
        }
      }
      found = fields;
      asked = wanted;
      stampThen = stamp;
    }
    return found;
  }

  /** What changes when a bundle comes, goes or is updated. */
  private static List<Long> stamp(Bundle[] bundles) {
    List<Long> stamp = new ArrayList<>(2 * bundles.length);
    for (Bundle bundle : bundles) {
      stamp.add(bundle.getBundleId());
      stamp.add(bundle.getLastModified());
    }
    return stamp;
  }

  /** Adds what the bundles declare that are worth a look, in all their versions. */
  private void find(
      String pid, Bundle[] bundles, Predicate<Bundle> promising, Map<String, Set<String>> fields) {
    for (Bundle bundle : bundles) {
      if (bundle.getState() == Bundle.UNINSTALLED || !promising.test(bundle)) {
        continue;
      }
      MetaTypeInformation declared = metatypes.getMetaTypeInformation(bundle);
      if (declared == null
          || (!Arrays.asList(declared.getPids()).contains(pid)
              && !Arrays.asList(declared.getFactoryPids()).contains(pid))) {
        continue;
      }
      ObjectClassDefinition definition = declared.getObjectClassDefinition(pid, null);
      AttributeDefinition[] all = definition.getAttributeDefinitions(ObjectClassDefinition.ALL);
      Set<String> names = fields.computeIfAbsent(pid, p -> new TreeSet<>());
      for (AttributeDefinition field : all == null ? new AttributeDefinition[0] : all) {
        names.add(field.getID());
      }
    }
  }

  /**
   * What nobody reads, one sentence each.
   *
   * @param set fields that are in force, by PID
   */
  static List<String> unread(
      Map<String, Set<String>> set, Map<String, Set<String>> fields, Overrides overrides) {
    List<String> sentences = new ArrayList<>();
    set.forEach(
        (pid, names) -> {
          if (!pid.startsWith(OURS)) {
            return;
          }
          int tilde = pid.indexOf('~');
          Set<String> read = fields.get(tilde < 0 ? pid : pid.substring(0, tilde));
          if (read == null) {
            sentences.add(
                overrides.origin(pid, "", set.keySet()) + ": no installed bundle reads this PID");
            return;
          }
          for (String name : names) {
            if (!read.contains(name)) {
              sentences.add(
                  overrides.origin(pid, name, set.keySet())
                      + ": nobody reads it"
                      + near(name, read).map(n -> "; is " + n + " meant?").orElse(""));
            }
          }
        });
    return sentences;
  }

  /** The field that is at most two slips of the finger away. */
  private static Optional<String> near(String name, Set<String> read) {
    return read.stream().filter(other -> distance(name, other) <= 2).findFirst();
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
