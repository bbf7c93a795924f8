package io.tidegate.admin.updates.work;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong, for operators: the log has the class and the place. */
final class Trouble {
  private Trouble() {}

  static String of(Exception e) {
    if (e instanceof FileSystemException file) {
      return file.getFile() + " " + reason(file);
    }
    boolean said = e.getMessage() != null && !e.getMessage().isBlank();
    return said ? e.getMessage() : e instanceof IOException ? "the disk failed" : "no reason given";
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "is not there any more";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read or written by the gateway";
    }
    return e.getReason() == null ? "cannot be read or written" : "fails: " + e.getReason();
  }
}
