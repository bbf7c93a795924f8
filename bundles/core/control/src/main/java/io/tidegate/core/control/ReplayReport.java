package io.tidegate.core.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.core.control.record.Replayer;

/** What the replay of a segment showed, as a line for people or as JSON. */
final class ReplayReport {
  private ReplayReport() {}

  static String of(
      JournalArchive.Segment segment, Replayer.Result result, boolean sameBundles, boolean json) {
    return json ? json(segment, result, sameBundles) : line(segment, result, sameBundles);
  }

  private static String line(
      JournalArchive.Segment segment, Replayer.Result result, boolean sameBundles) {
    StringBuilder line = new StringBuilder();
    line.append("segment ").append(segment.number()).append(" from ").append(segment.startedAt());
    line.append(": ").append(result.inputs()).append(" inputs, ");
    line.append(result.decisions()).append(" decisions, ");
    line.append(result.setpoints()).append(" setpoints ");
    line.append(result.difference().map(d -> "- DIFFERENT: " + d).orElse("reproduced"));
    result.interruption().ifPresent(i -> line.append(" up to a gap: ").append(i));
    if (!sameBundles) {
      line.append(" (recorded by other versions of the deciding bundles)");
    }
    return line.toString();
  }

  private static String json(
      JournalArchive.Segment segment, Replayer.Result result, boolean sameBundles) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("segment", segment.number());
    node.put("startedAt", segment.startedAt().toString());
    node.put("inputs", result.inputs());
    node.put("decisions", result.decisions());
    node.put("setpoints", result.setpoints());
    node.put("reproduced", result.difference().isEmpty());
    node.put("difference", result.difference().orElse(null));
    node.put("interruption", result.interruption().orElse(null));
    node.put("sameBundles", sameBundles);
    return node.toString();
  }
}
