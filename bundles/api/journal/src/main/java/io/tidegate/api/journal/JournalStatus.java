package io.tidegate.api.journal;

/**
 * Whether records can be written.
 *
 * @param writable false: discharge is suspended
 * @param code catalogue code, e.g. {@code ERR_DISK_FULL}; empty when writable
 * @param sentence for the operator: what is wrong, with the file, and what to do
 */
public record JournalStatus(boolean writable, String code, String sentence) {
  public static final JournalStatus WRITABLE = new JournalStatus(true, "", "");
}
