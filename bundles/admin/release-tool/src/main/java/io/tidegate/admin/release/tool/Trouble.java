package io.tidegate.admin.release.tool;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, for whoever named it. */
final class Trouble {
  private Trouble() {}

  static String of(Exception e) {
    if (!(e instanceof FileSystemException trouble)) {
      return e.getMessage() == null ? "a file cannot be read or written" : e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return trouble.getFile() + " is not there";
    }
    if (e instanceof FileAlreadyExistsException) {
      return trouble.getFile() + " is there already, and is no folder or is not to be replaced";
    }
    if (e instanceof AccessDeniedException) {
      return trouble.getFile() + " may not be read or written by this user";
    }
    if (e instanceof NotDirectoryException) {
      return trouble.getFile() + " is no folder";
    }
    String reason =
        trouble.getReason() == null ? "it cannot be read or written" : trouble.getReason();
    return trouble.getFile() + ": " + reason;
  }
}
