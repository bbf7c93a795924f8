package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.VerifyingKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code tidegate release key}. */
final class KeyCommands {
  private final Words words;
  private final Report report;
  private final PrintStream out;

  KeyCommands(Words words, Report report, PrintStream out) {
    this.words = words;
    this.report = report;
    this.out = out;
  }

  int run() throws WrongUse, IOException {
    switch (words.next()) {
      case "new" -> {
        Path file = words.only();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(
              file.getFileName()
                  + " is there already, and a key is not overwritten: name another file");
        }
        print(file, KeyFile.make(file));
      }
      case "show" -> {
        boolean pem = words.flag("--pem");
        for (Path file : words.rest()) {
          VerifyingKey key = KeyFile.key(file);
          if (pem) {
            out.print(KeyFile.pem(key));
          } else {
            print(file, key);
          }
        }
      }
      default -> throw new WrongUse("release key new or release key show");
    }
    return 0;
  }

  private void print(Path file, VerifyingKey key) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key.id());
    fields.put("public", Base64.getEncoder().encodeToString(key.raw()));
    fields.put("file", words.typed(file));
    report.print(fields);
  }
}
