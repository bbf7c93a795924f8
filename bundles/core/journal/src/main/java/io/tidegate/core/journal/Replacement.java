package io.tidegate.core.journal;

import io.tidegate.api.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Puts another file in the place of the journal, between two transactions. */
final class Replacement implements Work {
  private final Path prepared;
  private final CompletableFuture<Path> answer;

  Replacement(Path prepared, CompletableFuture<Path> answer) {
    this.prepared = prepared;
    this.answer = answer;
  }

  @Override
  public void write(Store store) {
    throw new IllegalStateException("a replacement is no part of a transaction");
  }

  /** After the old file was closed; returns why nothing is written from now on. */
  Trouble carryOut(JournalFile file) {
    try {
      answer.complete(file.replace(prepared));
      return new Trouble(
          "ERR_JOURNAL_RESTORED",
          file.path() + " was restored from a backup: start the gateway again",
          false,
          null);
    } catch (IOException e) {
      Trouble trouble = Trouble.of(file.path(), e);
      answer.completeExceptionally(trouble.exception());
      return trouble;
    }
  }

  @Override
  public void failed(JournalException why) {
    answer.completeExceptionally(why);
  }
}
