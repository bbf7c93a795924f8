package io.tidegate.core.journal;

import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.JournalStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Why nothing can be written.
 *
 * @param code catalogue code
 * @param sentence what is wrong, with the file, and what to do
 * @param passing it may pass by itself: worth trying again each second
 * @param cause for the log
 */
record Trouble(String code, String sentence, boolean passing, Throwable cause) {
  static final String DISK_FULL = "ERR_DISK_FULL";
  static final String CORRUPT = "ERR_JOURNAL_CORRUPT";
  private static final int LOW_SPACE_BYTES = 1 << 20;

  JournalStatus status() {
    return new JournalStatus(false, code, sentence);
  }

  JournalException exception() {
    return new JournalException(code, sentence, cause);
  }

  static Trouble lowSpace(Path file, long freeBytes, long neededBytes) {
    return new Trouble(
        DISK_FULL,
        "The disk of %s has %d MB left, less than the %d MB it needs: free space; records wait"
            .formatted(file, freeBytes / Limits.MEGABYTE, neededBytes / Limits.MEGABYTE),
        true,
        null);
  }

  static Trouble of(Path file, Exception e) {
    if (e instanceof TroubleException known) {
      return known.trouble();
    }
    if (e instanceof SQLException sql) {
      return ofSqlite(file, sql);
    }
    if (isNoSpace(e)) {
      return diskFull(file, e);
    }
    return new Trouble(
        "ERR_JOURNAL_UNWRITABLE",
        "%s cannot be written (%s): check the directory, its owner and its permissions"
            .formatted(file, describe(e)),
        true,
        e);
  }

  /** Whether the file or the disk is at fault, not the statement. */
  static boolean isEnvironmental(SQLException e) {
    return switch (primary(e)) {
      case 18, 19, 20, 25 -> false; // too big, constraint, mismatch, range
      default -> true;
    };
  }

  static boolean isCorrupt(SQLException e) {
    return primary(e) == 11 || primary(e) == 26;
  }

  // https://www.sqlite.org/rescode.html, primary result codes
  private static Trouble ofSqlite(Path file, SQLException e) {
    return switch (primary(e)) {
      case 13 -> diskFull(file, e);
      case 10 ->
          isNearlyFull(file)
              ? diskFull(file, e)
              : trouble(
                  "ERR_JOURNAL_IO",
                  "The disk reports an error for %s (%s): check the disk and the kernel's log",
                  file,
                  e);
      case 11, 26 ->
          new Trouble(
              CORRUPT,
              "%s is damaged (%s): restart the gateway, it then moves the file aside and begins a new one"
                  .formatted(file, describe(e)),
              false,
              e);
      case 5, 6 ->
          trouble("ERR_JOURNAL_BUSY", "Another program keeps %s locked (%s): close it", file, e);
      default ->
          trouble(
              "ERR_JOURNAL_UNWRITABLE",
              "%s cannot be written (%s): check the directory, its owner and its permissions",
              file,
              e);
    };
  }

  private static Trouble trouble(String code, String form, Path file, SQLException e) {
    return new Trouble(code, form.formatted(file, describe(e)), true, e);
  }

  private static Trouble diskFull(Path file, Exception e) {
    return new Trouble(
        DISK_FULL,
        "The disk of %s is full (%s): free space; records wait".formatted(file, describe(e)),
        true,
        e);
  }

  private static boolean isNoSpace(Exception e) {
    return e instanceof IOException
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left");
  }

  private static boolean isNearlyFull(Path file) {
    try {
      return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace()
          < LOW_SPACE_BYTES;
    } catch (IOException e) {
      return false; // then the error speaks for itself
    }
  }

  private static int primary(SQLException e) {
    return e.getErrorCode() & 0xff;
  }

  private static String describe(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
