package io.tidegate.core.safety;

import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import java.util.Arrays;

/**
 * Import and export limits that were commanded, by node. They stay in force until their end even
 * when the link over which they came is lost (S5.8): a limit only takes away.
 */
final class CommandLimits {
  final double[] importW;
  final double[] exportW;

  /** Whose limit it is; null where there is none. */
  final String[] importBy;

  final String[] exportBy;
  private final SitePicture picture;

  CommandLimits(Topology site, SitePicture picture) {
    this.picture = picture;
    importW = new double[site.nodes];
    exportW = new double[site.nodes];
    importBy = new String[site.nodes];
    exportBy = new String[site.nodes];
    Arrays.fill(importW, Double.POSITIVE_INFINITY);
    Arrays.fill(exportW, Double.POSITIVE_INFINITY);
    for (CommandState state : picture.commands()) {
      GridCommand c = state.command();
      if (state.active(picture.at()) && mandated(c.controller().value()) != null) {
        limit(c.kind(), c.node(), c.powerW(), c.id().value());
      }
    }
    for (Target target : picture.policyTargets()) {
      MandateState mandate = mandated(target.mandate());
      if (mandate != null
          && picture.at().isBefore(target.expires())
          && target.priority().compareTo(mandate.source().highestClass()) >= 0) {
        limit(target.kind(), target.node(), target.powerW(), target.id());
      }
    }
  }

  private MandateState mandated(String id) {
    for (MandateState mandate : picture.mandates()) {
      if (mandate.source().id().value().equals(id)) {
        return mandate;
      }
    }
    return null;
  }

  /** A limit that is negative or no number allows nothing. */
  private void limit(TargetKind kind, String node, double powerW, String id) {
    int n = node.isEmpty() ? 0 : picture.model().nodeIndexOf(node);
    double limit = powerW > 0 ? powerW : 0;
    if (n < 0 || n >= importW.length) {
      return;
    }
    if (kind == TargetKind.IMPORT_LIMIT && limit < importW[n]) {
      importW[n] = limit;
      importBy[n] = id;
    }
    if (kind == TargetKind.EXPORT_LIMIT && limit < exportW[n]) {
      exportW[n] = limit;
      exportBy[n] = id;
    }
  }
}
