package io.tidegate.charging.ocpp.operations;

/** What a station can report in several parts. */
enum ReportKind {
  /** Components with their variables (B07). */
  MODEL("NotifyReport", "reportData", "variables", "device-model"),
  /** Monitors on variables (N02). */
  MONITORS("NotifyMonitoringReport", "monitor", "monitors", "device-monitors");

  /** Action of a part. */
  final String action;

  /** Field of a part that holds the entries. */
  final String entries;

  /** What the entries are called in the API. */
  final String title;

  /** Folder below {@code data}. */
  final String folder;

  ReportKind(String action, String entries, String title, String folder) {
    this.action = action;
    this.entries = entries;
    this.title = title;
    this.folder = folder;
  }
}
