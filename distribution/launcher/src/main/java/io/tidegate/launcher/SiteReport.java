package io.tidegate.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The site on a terminal, from the JSON of {@code /api/v1/site}: the grid connection, each node,
 * each EVSE with what binds it, and the commands that live. Tolerant of fields that are not there:
 * what is unknown is a hyphen.
 */
final class SiteReport {
  private final Map<String, Object> site;
  private final StringBuilder text = new StringBuilder();

  private SiteReport(Map<String, Object> site) {
    this.site = site;
  }

  static String of(Map<String, Object> site) {
    SiteReport report = new SiteReport(site);
    report.power();
    report.nodes();
    report.evses();
    report.commands();
    return report.text.toString();
  }

  private void power() {
    Map<String, Object> power = Report.map(site.get("power"));
    text.append(word(site, "name")).append("  ").append(word(site, "at"));
    text.append(Boolean.TRUE.equals(site.get("stopping")) ? "  stopping\n" : "\n");
    line(
        "grid %s%s   import cap %s   export cap %s",
        kw(power, "gridW"),
        Boolean.TRUE.equals(power.get("gridEstimated")) ? " (estimated)" : "",
        kw(power, "importCapW"),
        kw(power, "exportCapW"));
    line(
        "building %s   vehicles %s: charging %s, discharging %s",
        kw(power, "buildingW"),
        kw(power, "vehiclesW"),
        kw(power, "chargingW"),
        kw(power, "dischargingW"));
  }

  private void nodes() {
    Table table =
        new Table("node", "kind", "power", "rating", "hot spot", "vehicles may take", "give");
    for (Map<String, Object> node : Report.maps(site.get("nodes"))) {
      boolean estimated = Boolean.TRUE.equals(node.get("loadEstimated"));
      table.row(
          word(node, "id"),
          word(node, "kind"),
          (estimated ? "about " : "") + kw(node, "loadW"),
          kw(node, "ratingW"),
          number(node, "hotSpotC", 1, " C"),
          kw(node, "chargeCapW"),
          kw(node, "dischargeCapW"));
    }
    table.appendTo(text);
  }

  private void evses() {
    Table table = new Table("evse", "station", "", "session", "SoC", "now", "setpoint", "because");
    for (Map<String, Object> evse : Report.maps(site.get("evses"))) {
      Map<String, Object> session = Report.map(evse.get("session"));
      table.row(
          word(evse, "evse"),
          word(evse, "station"),
          Boolean.TRUE.equals(evse.get("online")) ? "online" : "OFFLINE",
          word(session, "id"),
          number(session, "socPct", 0, " %"),
          kw(evse, "measuredW"),
          kw(evse, "setpointW"),
          because(evse));
    }
    table.appendTo(text);
  }

  /** Who asked, and what cut it. */
  private static String because(Map<String, Object> evse) {
    StringJoiner sentences = new StringJoiner(" ");
    for (Map<String, Object> reason : Report.maps(evse.get("reasons"))) {
      sentences.add(word(reason, "sentence"));
    }
    return sentences.toString();
  }

  private void commands() {
    Table table = new Table("command", "of", "class", "kind", "at", "power", "", "start", "end");
    for (Map<String, Object> command : Report.maps(site.get("commands"))) {
      String node = word(command, "node");
      table.row(
          word(command, "id"),
          word(command, "controller"),
          word(command, "priority"),
          word(command, "kind"),
          node.isEmpty() ? "site" : node,
          kw(command, "powerW"),
          Boolean.TRUE.equals(command.get("active")) ? "active" : "waits",
          word(command, "start"),
          word(command, "end"));
    }
    if (table.isEmpty()) {
      line("no live command");
    }
    table.appendTo(text);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String word(Map<String, Object> object, String field) {
    Object value = object.get(field);
    return value == null ? "-" : value.toString();
  }

  private static String kw(Map<String, Object> object, String field) {
    return object.get(field) instanceof Number watts
        ? String.format(Locale.ROOT, "%.1f kW", watts.doubleValue() / 1_000)
        : "-";
  }

  private static String number(
      Map<String, Object> object, String field, int decimals, String unit) {
    return object.get(field) instanceof Number number
        ? String.format(Locale.ROOT, "%." + decimals + "f%s", number.doubleValue(), unit)
        : "-";
  }

  /** Columns as wide as their widest cell; an empty one is left out. */
  private static final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... heads) {
      rows.add(heads);
    }

    void row(String... cells) {
      rows.add(cells);
    }

    boolean isEmpty() {
      return rows.size() == 1;
    }

    void appendTo(StringBuilder text) {
      if (isEmpty()) {
        return;
      }
      int[] widths = new int[rows.get(0).length];
      for (String[] row : rows) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], row[i].length());
        }
      }
      text.append('\n');
      for (String[] row : rows) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
          line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
        }
        text.append(line.toString().stripTrailing()).append('\n');
      }
    }
  }
}
