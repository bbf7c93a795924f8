package io.tidegate.admin.config.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings of the command line ({@code --set}), one {@code PID.key=value} a line. They win over
 * files. Both PIDs and keys contain dots: the PID is the longest one that a file has ({@code
 * org.apache.felix.http.org.osgi.service.http.port} is a key of {@code org.apache.felix.http}),
 * else everything before the last dot; {@code PID/key=value} leaves no doubt. Immutable.
 */
final class Overrides {
  private final List<Line> lines;
  private final List<String> problems;

  private Overrides(List<Line> lines, List<String> problems) {
    this.lines = List.copyOf(lines);
    this.problems = List.copyOf(problems);
  }

  static Overrides parse(String text) {
    List<Line> lines = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = (equals < 0 ? line : line.substring(0, equals)).strip();
      int end = name.indexOf('/') >= 0 ? name.indexOf('/') : name.lastIndexOf('.');
      if (equals < 0 || !PidName.valid(name.substring(0, Math.max(0, end)))) {
        problems.add("--set " + name + ": must be PID.field=value");
      } else if (end == name.length() - 1) {
        problems.add("--set " + name + ": names no field");
      } else {
        lines.add(new Line(name, line.substring(equals + 1).strip()));
      }
    }
    return new Overrides(lines, problems);
  }

  /** One sentence a line that is no setting. */
  List<String> problems() {
    return problems;
  }

  /** The settings of one PID, given which PIDs have files. */
  Map<String, String> of(String pid, Collection<String> filePids) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.pid(filePids).equals(pid)) {
        settings.put(line.name().substring(pid.length() + 1), line.value());
      }
    }
    return settings;
  }

  /** Where a field comes from, as an operator would look for it; an empty field is the PID. */
  String origin(String pid, String field, Collection<String> filePids) {
    Map<String, String> settings = of(pid, filePids);
    if (field.isEmpty() ? !settings.isEmpty() : settings.containsKey(field)) {
      return "--set " + pid + (field.isEmpty() ? "" : "/" + field);
    }
    return "config/" + pid + Snapshot.SUFFIX + (field.isEmpty() ? "" : ", field " + field);
  }

  /** All PIDs that are set, given which PIDs have files. */
  Set<String> pids(Collection<String> filePids) {
    Set<String> pids = new TreeSet<>();
    for (Line line : lines) {
      pids.add(line.pid(filePids));
    }
    return pids;
  }

  private record Line(String name, String value) {

    String pid(Collection<String> filePids) {
      int slash = name.indexOf('/');
      if (slash >= 0) {
        return name.substring(0, slash);
      }
      String longest = name.substring(0, name.lastIndexOf('.'));
      String found = "";
      for (String pid : filePids) {
        if (pid.length() > found.length() && name.startsWith(pid + '.')) {
          found = pid;
        }
      }
      return found.isEmpty() ? longest : found;
    }
  }
}
