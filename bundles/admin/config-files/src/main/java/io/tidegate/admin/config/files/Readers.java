package io.tidegate.admin.config.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  private final BundleContext context;
  private final MetaTypeService metatypes;

  Readers(BundleContext context, MetaTypeService metatypes) {
    this.context = context;
    this.metatypes = metatypes;
  }

  /** Fields by PID; a factory's under its factory PID. */
  Map<String, Set<String>> fields() {
    Map<String, Set<String>> fields = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      MetaTypeInformation declared = metatypes.getMetaTypeInformation(bundle);
      if (declared == null || bundle.getState() == Bundle.UNINSTALLED) {
        continue;
      }
      List<String> pids = new ArrayList<>(Arrays.asList(declared.getPids()));
      pids.addAll(Arrays.asList(declared.getFactoryPids()));
      for (String pid : pids) {
        ObjectClassDefinition definition = declared.getObjectClassDefinition(pid, null);
        AttributeDefinition[] all = definition.getAttributeDefinitions(ObjectClassDefinition.ALL);
        Set<String> names = fields.computeIfAbsent(pid, p -> new TreeSet<>());
        for (AttributeDefinition field : all == null ? new AttributeDefinition[0] : all) {
          names.add(field.getID());
        }
      }
    }
    return fields;
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
